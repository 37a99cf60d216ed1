import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { fail, reasonOf } from '../../../files/fail.ts';
import { migrations } from './schema.ts';

/** How long opening waits for another process that holds the file. */
export const OPENING_WAIT_MS = 2000;

export const userVersion = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);

const migrate = (db: DatabaseSync): void => {
  const done = userVersion(db);
  if (done > migrations.length) throw new Error('it was written by a newer version');
  for (const [index, step] of migrations.entries()) {
    if (index < done) continue;
    inTransaction(db, () => {
      if (typeof step === 'string') db.exec(step);
      else step(db);
      db.exec(`PRAGMA user_version = ${index + 1}`);
    });
  }
};

/** The record is read by number and by incident: both ways must lead to the same rows, which the check above does not look at. */
const checkRecord = (db: DatabaseSync): void => {
  const check = db.prepare('PRAGMA integrity_check(entries)').get()?.['integrity_check'];
  if (check !== 'ok') throw new Error('the record in it is damaged');
};

/**
 * Opens (or makes) a database: WAL with `synchronous = FULL`, so that what was acknowledged outlives a power cut, and
 * `secure_delete`, so that deleted positions are overwritten. Ends the process when the file is damaged or unusable.
 */
export const openDatabase = (path: string): DatabaseSync => {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { timeout: OPENING_WAIT_MS });
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;',
    );
    const check = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (check !== 'ok') throw new Error('it is damaged');
    migrate(db);
    checkRecord(db);
    emptyLog(db); // of a server that was killed between deleting and emptying
    return db;
  } catch (thrown) {
    db?.close();
    return fail(`the database cannot be used: ${path}: ${reasonOf(thrown)}`, 'store-damaged');
  }
};

/**
 * Moves what the write-ahead log holds into the database and empties it. The log keeps earlier copies of pages: without this, deleted
 * positions and their key would outlive their deletion there. False where it could not be done now: by another connection, or a full
 * disk. It never throws, since what was written before it stands.
 */
export const emptyLog = (db: DatabaseSync): boolean => {
  const wait_ms = Number(db.prepare('PRAGMA busy_timeout').get()?.['timeout'] ?? 0);
  try {
    db.exec('PRAGMA busy_timeout = 0'); // nobody waits for whoever reads a backup
    return db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0;
  } catch {
    return false;
  } finally {
    db.exec(`PRAGMA busy_timeout = ${wait_ms}`);
  }
};

/**
 * Holds a folder for one server at a time through a lock the operating system drops with the process, so that even a killed
 * server leaves nothing to clean up. Ends the process when another server holds it, and says what can be done instead.
 */
export const lockFolder = (folder: string, instead = 'choose another with --data'): (() => void) => {
  try {
    const lock = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return () => lock.close();
  } catch {
    return fail(`the data folder is in use by another server: ${folder} (${instead})`, 'folder-in-use');
  }
};

/** Runs `work` in one transaction: all of it is on disk afterwards, or nothing. Nested use is a bug. */
export const inTransaction = <T>(db: DatabaseSync, work: () => T): T => {
  db.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    db.exec('COMMIT');
    return value;
  } catch (thrown) {
    // A full disk ends the transaction by itself; to roll back once more would hide the reason.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw thrown;
  }
};
