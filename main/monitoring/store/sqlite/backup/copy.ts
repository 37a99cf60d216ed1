import { closeSync, openSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { err } from '../../../../../shared/domain/result.ts';
import type { Result } from '../../../../../shared/domain/result.ts';
import { reasonOf } from '../../../../files/fail.ts';
import { openDatabase } from '../database.ts';
import { migrations } from '../schema.ts';
import type { Secret } from '../secret.ts';
import { inspect } from './inspect.ts';
import type { Inspected } from './inspect.ts';

/**
 * Tables that go into a backup. Each is named, so that what a later version adds stays out until somebody decides: never the last
 * fixes, never the sessions, and of keys there is none in the store. What is sealed cannot be read without the keys file.
 */
const TABLES = [
  ...['entries', 'heads', 'meta', 'commands', 'access_log', 'access_people', 'accounts', 'real_devices'],
  ...['seals', 'incident_positions'],
] as const;

/** All tables as they stood at one moment: the first read fixes it, whatever the server writes meanwhile. */
const copyTables = (target: DatabaseSync): void => {
  target.exec('BEGIN');
  try {
    target.exec('DELETE FROM meta'); // of the new file, whose log is not this one
    for (const table of TABLES) target.exec(`INSERT INTO main.${table} SELECT * FROM source.${table}`);
    target.exec('COMMIT');
  } catch (thrown) {
    target.exec('ROLLBACK');
    throw thrown;
  }
};

/**
 * Copies a store that a server may be writing to into a new file, readable by its user only, and verifies the copy. A fresh file
 * instead of a copy of the old one: nothing that was deleted, and nothing that does not belong into a backup, ever lies on its disk.
 */
export const copyStore = (source: string, target: string, secret: Secret): Result<Inspected, string> => {
  let db: DatabaseSync | null = null;
  try {
    closeSync(openSync(target, 'wx', 0o600));
    db = openDatabase(target);
    db.exec('PRAGMA temp_store = MEMORY');
    db.prepare('ATTACH ? AS source').run(`${pathToFileURL(source).href}?mode=ro`);
    const version = db.prepare('PRAGMA source.user_version').get()?.['user_version'];
    if (version !== migrations.length) {
      return err(`${source} is of another version: start its server with this version once`);
    }
    copyTables(db);
    db.exec('DETACH source');
    db.exec('PRAGMA journal_mode = DELETE'); // one file that can be read from any disk, also one that cannot be written
    const inspected = inspect(db, secret);
    return inspected.ok ? inspected : err(`the copy of ${source} does not verify: ${inspected.error}`);
  } catch (thrown) {
    return err(`${source} cannot be copied to ${target}: ${reasonOf(thrown)}`);
  } finally {
    db?.close();
  }
};
