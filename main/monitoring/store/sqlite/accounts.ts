import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Operator } from '../../../../shared/domain/operators.ts';

/** An operator with the salted hash of the password. */
const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const Account = z.object({ operator: Operator, salt: Bytes, hash: Bytes }).readonly();
export type Account = z.infer<typeof Account>;

export type AccountStore = {
  readonly all: () => readonly Account[];
  readonly insert: (account: Account) => void;
};

export const createAccountStore = (db: DatabaseSync): AccountStore => {
  const select = db.prepare('SELECT * FROM accounts ORDER BY operator_id');
  const insert = db.prepare('INSERT INTO accounts VALUES (?, ?, ?, ?, ?)');
  return {
    all: () =>
      select.all().map((row) =>
        Account.parse({
          operator: { id: row['operator_id'], name: row['name'], role: row['role'] },
          salt: row['salt'],
          hash: row['hash'],
        }),
      ),
    insert: ({ operator, salt, hash }) => {
      insert.run(operator.id, operator.name, operator.role, salt, hash);
    },
  };
};
