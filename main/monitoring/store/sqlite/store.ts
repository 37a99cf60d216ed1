import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { fail, reasonOf } from '../../../files/fail.ts';
import { LogId } from '../../../../shared/domain/ids.ts';
import { createSigner } from '../../../evidence/log/heads.ts';
import type { Signer } from '../../../evidence/log/heads.ts';
import type { Commit } from '../../ports/commit.ts';
import type { Random } from './seals.ts';
import { logSecret } from './secret.ts';
import type { Secret } from './secret.ts';
import { createAccessStore } from './accessLog.ts';
import type { AccessStore } from './accessLog.ts';
import { createAccountStore } from './accounts.ts';
import type { AccountStore } from './accounts.ts';
import { inTransaction, openDatabase } from './database.ts';
import { createHeadStore } from './heads.ts';
import type { HeadStore } from './heads.ts';
import { createPatientWrites } from './heldFile.ts';
import { keysFileOf, openKeys } from './keys.ts';
import type { KeyStore } from './keys.ts';
import { createLastFixStore } from './lastFixes.ts';
import type { LastFixStore } from './lastFixes.ts';
import { noMark, openMark } from './mark.ts';
import type { MarkFile } from './mark.ts';
import { moveOldKeys } from './oldKeys.ts';
import { createRealDeviceStore } from './realDevices.ts';
import type { RealDeviceStore } from './realDevices.ts';
import { createRecordStore } from './record.ts';
import type { RecordStore } from './record.ts';
import { createRestoredStore } from './restored.ts';
import type { RestoredStore } from './restored.ts';
import { createSealed } from './sealed.ts';
import type { SealedReads } from './sealed.ts';
import { createSessionStore } from './sessions.ts';
import type { SessionStore } from './sessions.ts';

/** Everything the server keeps on disk. All SQL lives in this folder. */
export type Store = {
  readonly record: Omit<RecordStore, 'insert' | 'remember'>;
  readonly heads: Omit<HeadStore, 'insert'>;
  /** Name of this record's log, and whose word its heads are. */
  readonly log: { readonly id: LogId; readonly signer: Signer };
  readonly mark: MarkFile;
  readonly access: Omit<AccessStore, 'append'>;
  readonly accounts: Omit<AccountStore, 'insert'>;
  readonly sessions: Omit<SessionStore, 'insert' | 'remove'>;
  readonly lastFixes: Omit<LastFixStore, 'put' | 'remove'>;
  readonly realDevices: Omit<RealDeviceStore, 'put' | 'remove'>;
  readonly sealed: SealedReads;
  readonly restored: Pick<RestoredStore, 'mark'>;
  /** All of it is on disk when this returns, or nothing. @throws where nothing is. */
  readonly commit: (commit: Partial<Commit>) => void;
  /** Destroys the keys that could not be destroyed at once. @throws where they cannot be now either. */
  readonly finishDestruction: () => void;
  readonly close: () => void;
};

/** All files of a store: the database with its log, the mark and the keys. */
export const storeFiles = (path: string): readonly string[] =>
  [path, keysFileOf(path)].flatMap((file) => [file, `${file}-wal`, `${file}-shm`]).concat(`${path}.mark`);

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
export const logOf = (db: DatabaseSync, secret: Secret): Store['log'] => {
  const id = logIdOf(db);
  return { id, signer: createSigner(logSecret(secret, id)) };
};

const storeOn = (db: DatabaseSync, keys: KeyStore, random: Random, secret: Secret, mark: MarkFile): Store => {
  const patiently = createPatientWrites(db);
  const { destruction, ...sealed } = createSealed(db, keys, random);
  const record = createRecordStore(db);
  const heads = createHeadStore(db);
  const access = createAccessStore(db);
  const accounts = createAccountStore(db);
  const sessions = createSessionStore(db);
  const lastFixes = createLastFixStore(db, secret.sealing);
  const realDevices = createRealDeviceStore(db);
  const restored = createRestoredStore(db);
  const write = (commit: Partial<Commit>): void => {
    record.insert(commit.lines ?? []);
    record.remember(commit.commands ?? []);
    access.append(commit.access ?? []);
    sealed.positions.add(commit.gathered ?? []);
    sealed.seals.put(commit.seals ?? []);
    sealed.positions.remove(commit.sealed ?? []);
    heads.insert(commit.heads ?? []);
    lastFixes.put(commit.lastFixes ?? new Map());
    realDevices.put(commit.realDevices ?? new Map());
    sessions.remove(commit.sessionsEnded ?? []);
    sessions.insert(commit.sessionsOpened ?? []);
    accounts.insert(commit.accounts ?? []);
    if (commit.isRestoreTold === true) restored.clear();
    sealed.forget(commit.forgotten ?? []);
  };
  return {
    record,
    heads,
    log: logOf(db, secret),
    mark,
    access,
    accounts,
    sessions,
    lastFixes,
    realDevices,
    sealed,
    restored,
    commit: (commit) => {
      // The keys file is another one, which may be held while this one is free: what is sealed under a key may be on disk only after it.
      sealed.makeKeys((commit.gathered ?? []).map(({ incident }) => incident));
      patiently(() => inTransaction(db, () => write(commit)));
      destruction.committed(commit.forgotten ?? []);
    },
    finishDestruction: destruction.finish,
    close: () => {
      mark.close();
      db.close();
      keys.close();
    },
  };
};
