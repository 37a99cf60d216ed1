import { chmodSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { putInPlace, readKeepsakes, removeDatabase, writeKeepsakes } from './salvage.ts';
import { dropUnsoundEntries, unreadableCommand } from './soundness.ts';

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
  // Of whose order it is and what it says; null for those of before.
  `ALTER TABLE outbox ADD COLUMN digest TEXT;`,
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

/** SQLite's result codes for a file that is not, or no longer, a sound database. */
const DAMAGE: readonly unknown[] = [11, 26];

const DAMAGED = Symbol('damaged');

const isDamage = (thrown: unknown): boolean =>
  thrown instanceof Error && (thrown.cause === DAMAGED || ('errcode' in thrown && DAMAGE.includes(thrown.errcode)));

const openSound = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path);
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;');
    if (db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok')
      throw new Error('it is damaged', { cause: DAMAGED });
    migrate(db);
    chmodSync(path, 0o600);
    return db;
  } catch (thrown) {
    db.close();
    throw thrown;
  }
};

/** A fresh database with what only this console has; the damaged one stays beside it. @throws where that cannot be read or kept. */
const openAnew = (path: string, onMended: (what: string) => void): DatabaseSync => {
  const kept = readKeepsakes(path);
  if (!kept.ok) throw new Error(kept.error);
  const fresh = `${path}.new`;
  removeDatabase(fresh); // of a console that was killed on the way
  const db = openSound(fresh);
  try {
    durably(db, () => inTransaction(db, () => writeKeepsakes(db, kept.value)));
  } finally {
    db.close();
  }
  putInPlace(fresh, path);
  onMended('the database was damaged: the outbox was kept, the record is fetched again');
  return openSound(path);
};

const openOrMend = (path: string, onMended: (what: string) => void): DatabaseSync => {
  try {
    return openSound(path);
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown;
    return openAnew(path, onMended);
  }
};

/**
 * Opens (and where needed makes) a console database. It holds entries as received and commands not yet landed; no
 * position ever, since no entry carries one. Entries are the server's, on its disk before they come, and asked for again where they
 * are missing: NORMAL spares every alert a wait for this machine's disk. What only this console has goes through `durably`.
 * A damaged one is mended where everything but entries can be read, and `onMended` told what was done.
 * @returns an error line that names the file when it cannot be opened, is damaged beyond that, or belongs to a newer version.
 */
export const openConsoleStore = (
  path: string,
  onMended: (what: string) => void = () => undefined,
): Result<DatabaseSync, string> => {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const db = openOrMend(path, onMended);
    try {
      const command = unreadableCommand(db);
      if (command !== null) throw new Error(`command ${command} in its outbox cannot be read`);
      const entry = dropUnsoundEntries(db);
      if (entry !== null) onMended(`entries from ${entry} on were damaged: they are fetched again`);
      return ok(db);
    } catch (thrown) {
      db.close();
      throw thrown;
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
    // A full disk ends the transaction by itself.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
};

/** Runs `work`, one statement or transaction, so that what it writes has outlived a power cut when this returns. */
export const durably = (db: DatabaseSync, work: () => void): void => {
  db.exec('PRAGMA synchronous = FULL');
  try {
    work();
  } finally {
    db.exec('PRAGMA synchronous = NORMAL');
  }
};
