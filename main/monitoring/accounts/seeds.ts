import { createHash, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { OperatorId } from '../../../shared/domain/ids.ts';
import { OperatorRole } from '../../../shared/domain/operators.ts';
import type { Operator } from '../../../shared/domain/operators.ts';
import { fail } from '../../files/fail.ts';
import { projectRoot } from '../../files/root.ts';
import { readYaml } from '../../files/yaml.ts';
import type { Store } from '../store/store.ts';
import type { Account } from '../store/accounts.ts';
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
  /** Hashes the passwords of a store that is new and keeps the hashes, all of them or none. */
  readonly keep: () => Promise<void>;
};

const digest = (text: string): Uint8Array => createHash('sha256').update(text.normalize('NFC')).digest();

const rosterOf = (accounts: readonly Account[]): Roster => {
  const hashes = new Map(accounts.map((account) => [account.operator.id, account]));
  return {
    operators: accounts.map((account) => account.operator),
    verify: async (id, password) => {
      const known = id === undefined ? undefined : hashes.get(id);
      const right = await verifyPassword(password, known ?? nobody);
      return right && known !== undefined;
    },
    keep: () => Promise.resolve(),
  };
};

/**
 * Operators of a store, or of `assets/accounts.yaml` for one that has none yet. Hashing is slow on purpose, so it waits until the
 * server is ready; until then passwords are checked against the file, where they stand anyway. Ends the process where the file is wrong.
 */
export const loadRoster = (store: Store, file: string = join(projectRoot(), 'assets', 'accounts.yaml')): Roster => {
  const kept = store.accounts.all();
  if (kept.length > 0) return rosterOf(kept);
  const seeds = readYaml(file, Seeds);
  if (!seeds.ok) return fail(seeds.error);
  const wanted = seeds.value.operators.map(({ username, password, name, role }) => ({
    operator: { id: username, name, role },
    password,
  }));
  let hashed: Roster | null = null;
  return {
    operators: wanted.map(({ operator }) => operator),
    verify: async (id, password) => {
      if (hashed !== null) return hashed.verify(id, password);
      const known = wanted.find(({ operator }) => operator.id === id);
      return known !== undefined && timingSafeEqual(digest(known.password), digest(password));
    },
    keep: async () => {
      const accounts: Account[] = [];
      // One after the other: nobody waits for this, and it must not take every core from those who wait for something else.
      for (const { operator, password } of wanted) accounts.push({ operator, ...(await hashPassword(password)) });
      store.transaction(() => {
        for (const account of accounts) store.accounts.insert(account);
      });
      hashed = rosterOf(accounts);
    },
  };
};
