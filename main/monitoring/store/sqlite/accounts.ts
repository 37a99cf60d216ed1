import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Operator } from '../../../../shared/domain/operators.ts';
import type { Account } from '../../ports/commit.ts';
import type { RecordReads } from '../../ports/record.ts';

const Bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const Row = z.object({ operator: Operator, salt: Bytes, hash: Bytes }).readonly();

type AccountStore = RecordReads['accounts'] & { readonly insert: (accounts: readonly Account[]) => void };

export const createAccountStore = (db: DatabaseSync): AccountStore => {
  const select = db.prepare('SELECT * FROM accounts ORDER BY operator_id');
  const insert = db.prepare('INSERT INTO accounts VALUES (?, ?, ?, ?, ?)');
  return {
    all: () =>
      select.all().map((row) =>
        Row.parse({
          operator: { id: row['operator_id'], name: row['name'], role: row['role'] },
          salt: row['salt'],
          hash: row['hash'],
        }),
      ),
    insert: (accounts) => {
      for (const { operator, salt, hash } of accounts)
        insert.run(operator.id, operator.name, operator.role, salt, hash);
    },
  };
};
