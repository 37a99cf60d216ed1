import { join } from 'node:path';
import { z } from 'zod';
import { OperatorId } from '../../../shared/domain/ids.ts';
import { OperatorRole } from '../../../shared/domain/operators.ts';
import type { Operator } from '../../../shared/domain/operators.ts';
import { fail, reasonOf } from '../../files/fail.ts';
import { projectRoot } from '../../files/root.ts';
import { readYaml } from '../../files/yaml.ts';
import type { Account } from '../ports/commit.ts';
import type { CommitQueue, RecordReads } from '../ports/record.ts';
import { hashPassword, nobody, verifyPassword } from './password.ts';

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

/** The operators of a server and how their passwords are checked. */
export type Roster = {
  readonly operators: readonly Operator[];
  /** False for a wrong password and for nobody known; takes equally long for both. */
  readonly verify: (operator: OperatorId | undefined, password: string) => Promise<boolean>;
};

const rosterOf = (accounts: readonly Account[]): Roster => {
  const hashes = new Map(accounts.map((account) => [account.operator.id, account]));
  return {
    operators: accounts.map((account) => account.operator),
    verify: async (id, password) => {
      const known = id === undefined ? undefined : hashes.get(id);
      const right = await verifyPassword(password, known ?? nobody);
      return right && known !== undefined;
    },
  };
};

/**
 * Operators of a store. A store that has none yet takes them from `assets/accounts.yaml`, with their passwords hashed. Ends the
 * process where the file is wrong.
 */
export const loadRoster = async (
  store: Pick<RecordReads, 'accounts'>,
  commits: CommitQueue,
  file: string = join(projectRoot(), 'assets', 'accounts.yaml'),
): Promise<Roster> => {
  const kept = store.accounts.all();
  if (kept.length > 0) return rosterOf(kept);
  const seeds = readYaml(file, Seeds);
  if (!seeds.ok) return fail(seeds.error);
  const accounts = await Promise.all(
    seeds.value.operators.map(async ({ username, password, name, role }): Promise<Account> => ({
      operator: { id: username, name, role },
      ...(await hashPassword(password)),
    })),
  );
  return new Promise((resolve) => {
    commits.add({
      prepare: () => ({ accounts }),
      done: (outcome) => {
        if (!outcome.ok) fail(`the operators cannot be stored: ${reasonOf(outcome.error)}`, 'store-damaged');
        resolve(rosterOf(accounts));
      },
    });
  });
};
