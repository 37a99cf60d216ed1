import { join } from 'node:path';
import { z } from 'zod';
import { OperatorId } from '../../../shared/domain/ids.ts';
import { OperatorRole } from '../../../shared/domain/operators.ts';
import type { Operator } from '../../../shared/domain/operators.ts';
import { fail } from '../../files/fail.ts';
import { projectRoot } from '../../files/root.ts';
import { readYaml } from '../../files/yaml.ts';
import type { Store } from '../store/store.ts';
import { hashPassword } from './password.ts';
import type { PasswordHash } from './password.ts';

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

/** The operators of a server, and their password hashes once somebody needs them. */
export type Roster = {
  readonly operators: readonly Operator[];
  /** Hashes by operator; for a store that is new they are made, and kept, on the first call. */
  readonly hashes: () => Promise<ReadonlyMap<OperatorId, PasswordHash>>;
};

/** Makes a value on the first call and keeps it; a failure is not kept. */
const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | null = null;
  const forget = (thrown: unknown): never => {
    made = null;
    throw thrown;
  };
  return () => (made ??= make().catch(forget));
};

/**
 * Operators of a store, or of `assets/accounts.yaml` for one that has none yet. Hashing is slow on purpose, so it is not done
 * before the server is ready. Ends the process where the file is wrong.
 */
export const loadRoster = (store: Store, file: string = join(projectRoot(), 'assets', 'accounts.yaml')): Roster => {
  const kept = store.accounts.all();
  if (kept.length > 0) {
    const hashes = new Map(kept.map(({ operator, salt, hash }) => [operator.id, { salt, hash }]));
    return { operators: kept.map((account) => account.operator), hashes: () => Promise.resolve(hashes) };
  }
  const seeds = readYaml(file, Seeds);
  if (!seeds.ok) return fail(seeds.error);
  const wanted = seeds.value.operators.map(({ username, password, name, role }) => ({
    operator: { id: username, name, role },
    password,
  }));
  const hashes = once(async () => {
    const accounts = await Promise.all(
      wanted.map(async ({ operator, password }) => ({ operator, ...(await hashPassword(password)) })),
    );
    store.transaction(() => {
      for (const account of accounts) store.accounts.insert(account);
    });
    return new Map(accounts.map(({ operator, salt, hash }) => [operator.id, { salt, hash }]));
  });
  return { operators: wanted.map(({ operator }) => operator), hashes };
};
