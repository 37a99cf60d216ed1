import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';

/** Ordered; the database's user_version says how many have been applied. Never edit one that has shipped: append. */
const MIGRATIONS = [
  `CREATE TABLE entry (seq INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
   CREATE TABLE outbox (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     operator TEXT NOT NULL,
     command TEXT NOT NULL,
     refusal TEXT
   ) STRICT;
   CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
  `CREATE TABLE log_seen (log_id TEXT PRIMARY KEY, head TEXT NOT NULL, seen_at_ms INTEGER NOT NULL) STRICT;
   CREATE TABLE log_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
   CREATE TABLE log_acceptance (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     operator TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     fault TEXT NOT NULL,
     log_id TEXT NOT NULL,
     head TEXT
   ) STRICT;
   CREATE TABLE disputed_entry (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     moved_at_ms INTEGER NOT NULL,
     seq INTEGER NOT NULL,
     json TEXT NOT NULL
   ) STRICT;`,
] as const;

const migrate = (db: DatabaseSync): void => {
  const row = db.prepare('PRAGMA user_version').get();
  const applied = Number(row?.['user_version'] ?? 0);
  if (applied > MIGRATIONS.length) throw new Error('written by a newer version of this program');
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < applied) continue;
    db.exec(`BEGIN; ${sql} PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
};

/**
 * Opens (and where needed makes) a console database. It holds entries as received and commands not yet landed; no
 * position ever, since no entry carries one. Entries are the server's, on its disk before they come, and asked for again where they
 * are missing: NORMAL spares every alert a wait for this machine's disk. What only this console has goes through `durably`.
 * @returns an error line that names the file when it cannot be opened, is corrupt, or belongs to a newer version.
 */
export const openConsoleStore = (path: string): Result<DatabaseSync, string> => {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const db = new DatabaseSync(path);
    try {
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;');
      migrate(db);
      chmodSync(path, 0o600);
      return ok(db);
    } catch (error) {
      db.close();
      throw error;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err(`console database ${path}: ${reason}`);
  }
};

/** Runs `work` as one transaction. */
export const inTransaction = (db: DatabaseSync, work: () => void): void => {
  db.exec('BEGIN IMMEDIATE');
  try {
    work();
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
};

/** Runs `work`, one statement, so that what it writes has outlived a power cut when this returns. */
export const durably = (db: DatabaseSync, work: () => void): void => {
  db.exec('PRAGMA synchronous = FULL');
  try {
    work();
  } finally {
    db.exec('PRAGMA synchronous = NORMAL');
  }
};
