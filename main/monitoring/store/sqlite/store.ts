import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { fail, reasonOf } from '../../../files/fail.ts';
import { LogId } from '../../../../shared/domain/ids.ts';
import { createSigner } from '../../../evidence/log/heads.ts';
import type { Commit } from '../../ports/commit.ts';
import type { RecordLog, RecordReads } from '../../ports/record.ts';
import { openDatabase } from './database.ts';
import { keysFileOf, openKeys } from './keys.ts';
import type { KeyStore } from './keys.ts';
import { noMark, openMark } from './mark.ts';
import type { MarkFile } from './mark.ts';
import { moveOldKeys } from './oldKeys.ts';
import type { Random } from './seals.ts';
import { logSecret } from './secret.ts';
import type { Secret } from './secret.ts';
import { createTables } from './tables.ts';

/** Everything the server keeps on disk, on the thread that opened it. All SQL lives in this folder. */
export type Store = RecordReads & {
  /** All of it is on disk when this returns, or nothing. @throws where nothing is. */
  readonly commit: (commit: Partial<Commit>) => void;
  /** From now on another thread writes; this one only reads. */
  readonly onlyRead: () => void;
  /** That thread has written a commit: what it forgot is not read any more. */
  readonly written: (commit: Partial<Commit>) => void;
  /** The last commit of that thread that is on disk. */
  readonly lastId: () => string | null;
  readonly close: () => void;
};

/** Keeps lines of the access log beside a store that takes nothing. */
export const spillFile = (path: string): string => `${path}.spill`;

/** All files of a store: the database with its log, the mark, the keys and what has spilled. */
export const storeFiles = (path: string): readonly string[] =>
  [path, keysFileOf(path)]
    .flatMap((file) => [file, `${file}-wal`, `${file}-shm`])
    .concat(`${path}.mark`, spillFile(path));

/** Stands beside a store while a restore puts another in its place. */
export const restoringFile = (path: string): string => `${path}.restoring`;

/**
 * Opens the store at `path`, or in memory with `:memory:`. Ends the process where the file cannot be used. `random` salts what is
 * sealed; only a run that must repeat itself to the byte hands in its own.
 */
export const openStore = (path: string, secret: Secret, random: Random = randomBytes): Store => {
  if (existsSync(restoringFile(path))) return fail(`a restore of ${path} was interrupted: run jikim restore again`);
  const keys = openKeys(path, secret.sealing);
  moveOldKeys(path, keys);
  const db = openDatabase(path);
  try {
    return storeOn(db, keys, random, secret, path === ':memory:' ? noMark : openMark(`${path}.mark`));
  } catch (thrown) {
    // A sound database of the right version may still be another program's.
    return fail(`the database cannot be used: ${path}: ${reasonOf(thrown)}`, 'store-damaged');
  }
};

/** Name of the log whose record a database holds. @throws where it holds none. */
const logIdOf = (db: DatabaseSync): LogId => {
  const id = LogId.safeParse(db.prepare("SELECT value FROM meta WHERE name = 'log'").get()?.['value']);
  if (!id.success) throw new Error('the name of its log is missing or damaged');
  return id.data;
};

/** The log whose record a database holds, with its own signer. @throws where it holds none. */
export const logOf = (db: DatabaseSync, secret: Secret): RecordLog => {
  const id = logIdOf(db);
  return { id, signer: createSigner(logSecret(secret, id)) };
};

const storeOn = (db: DatabaseSync, keys: KeyStore, random: Random, secret: Secret, mark: MarkFile): Store => {
  const { reads, write, lastId } = createTables(db, keys, secret.sealing, random);
  return {
    ...reads,
    log: logOf(db, secret),
    mark,
    commit: write,
    onlyRead: () => {
      db.exec('PRAGMA query_only = ON');
      keys.onlyRead();
    },
    written: ({ forgotten = [] }) => keys.letGo(forgotten.map(({ incident }) => incident)),
    lastId,
    close: () => {
      mark.close();
      db.close();
      keys.close();
    },
  };
};
