import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ConsoleId, EpochMs, OperatorId } from '../../../../shared/domain/ids.ts';
import type { StoredSession } from '../../ports/commit.ts';
import type { RecordReads } from '../../ports/record.ts';

const Row = z
  .object({
    tokenHash: z.string(),
    operatorId: OperatorId,
    consoleId: ConsoleId,
    startedAt_ms: EpochMs,
    expiresAt_ms: EpochMs,
  })
  .readonly();
type SessionStore = RecordReads['sessions'] & {
  readonly insert: (sessions: readonly StoredSession[]) => void;
  readonly remove: (tokenHashes: readonly string[]) => void;
};

export const createSessionStore = (db: DatabaseSync): SessionStore => {
  const select = db.prepare('SELECT * FROM sessions');
  const insert = db.prepare(
    'INSERT INTO sessions (token_hash, operator_id, console_id, started_at, expires_at) VALUES (?, ?, ?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM sessions WHERE token_hash = ?');
  return {
    all: () =>
      select.all().map((row) =>
        Row.parse({
          tokenHash: row['token_hash'],
          operatorId: row['operator_id'],
          consoleId: row['console_id'],
          startedAt_ms: row['started_at'],
          expiresAt_ms: row['expires_at'],
        }),
      ),
    insert: (sessions) => {
      for (const s of sessions) insert.run(s.tokenHash, s.operatorId, s.consoleId, s.startedAt_ms, s.expiresAt_ms);
    },
    remove: (tokenHashes) => {
      for (const tokenHash of tokenHashes) remove.run(tokenHash);
    },
  };
};
