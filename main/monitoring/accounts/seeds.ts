import { join } from 'node:path';
import { z } from 'zod';
import { OperatorId } from '../../../shared/domain/ids.ts';
import { OperatorRole } from '../../../shared/domain/operators.ts';
import { fail } from '../../files/fail.ts';
import { projectRoot } from '../../files/root.ts';
import { readYaml } from '../../files/yaml.ts';
import type { Store } from '../store/store.ts';
import { hashPassword } from './password.ts';

const Seeds = z
  .strictObject({
    operators: z
      .array(
        z.strictObject({
          username: OperatorId,
          password: z.string().min(8).max(200),
          name: z.string().min(1).max(60),
          role: OperatorRole,
        }),
      )
      .min(1),
  })
  .refine((s) => new Set(s.operators.map((o) => o.username)).size === s.operators.length, 'a username is there twice');

/** Puts the operators of `assets/accounts.yaml` into a store that has none yet. Ends the process where the file is wrong. */
export const seedAccounts = async (
  store: Store,
  file: string = join(projectRoot(), 'assets', 'accounts.yaml'),
): Promise<void> => {
  if (store.accounts.all().length > 0) return;
  const seeds = readYaml(file, Seeds);
  if (!seeds.ok) return fail(seeds.error);
  const accounts = await Promise.all(
    seeds.value.operators.map(async ({ username, password, name, role }) => ({
      operator: { id: username, name, role },
      ...(await hashPassword(password)),
    })),
  );
  store.transaction(() => {
    for (const account of accounts) store.accounts.insert(account);
  });
};
