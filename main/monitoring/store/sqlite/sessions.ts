import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ConsoleId, EpochMs, OperatorId } from '../../../../shared/domain/ids.ts';

/** A sign-in that goes on over reconnects and restarts. Only the token's hash is kept. */
const StoredSession = z
  .object({ tokenHash: z.string(), operatorId: OperatorId, consoleId: ConsoleId, expiresAt_ms: EpochMs })
  .readonly();
export type StoredSession = z.infer<typeof StoredSession>;

export type SessionStore = {
  readonly all: () => readonly StoredSession[];
  readonly insert: (session: StoredSession) => void;
  readonly remove: (tokenHash: string) => void;
};

export const createSessionStore = (db: DatabaseSync): SessionStore => {
  const select = db.prepare('SELECT * FROM sessions');
  const insert = db.prepare('INSERT INTO sessions VALUES (?, ?, ?, ?)');
  const remove = db.prepare('DELETE FROM sessions WHERE token_hash = ?');
  return {
    all: () =>
      select.all().map((row) =>
        StoredSession.parse({
          tokenHash: row['token_hash'],
          operatorId: row['operator_id'],
          consoleId: row['console_id'],
          expiresAt_ms: row['expires_at'],
        }),
      ),
    insert: (s) => {
      insert.run(s.tokenHash, s.operatorId, s.consoleId, s.expiresAt_ms);
    },
    remove: (tokenHash) => {
      remove.run(tokenHash);
    },
  };
};
