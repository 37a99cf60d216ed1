import type { DatabaseSync } from 'node:sqlite';
import { fail, reasonOf } from '../../files/fail.ts';
import type { Secret } from './secret.ts';
import { createAccessStore } from './accessLog.ts';
import type { AccessStore } from './accessLog.ts';
import { createAccountStore } from './accounts.ts';
import type { AccountStore } from './accounts.ts';
import { inTransaction, openDatabase } from './database.ts';
import { openKeys } from './keys.ts';
import type { KeyStore } from './keys.ts';
import { createLastFixStore } from './lastFixes.ts';
import type { LastFixStore } from './lastFixes.ts';
import { moveOldKeys } from './oldKeys.ts';
import { createRealDeviceStore } from './realDevices.ts';
import type { RealDeviceStore } from './realDevices.ts';
import { createRecordStore } from './record.ts';
import type { RecordStore } from './record.ts';
import { createRestoredStore } from './restored.ts';
import type { RestoredStore } from './restored.ts';
import { createSealed } from './sealed.ts';
import type { Sealed } from './sealed.ts';
import { createSessionStore } from './sessions.ts';
import type { SessionStore } from './sessions.ts';

/** Everything the server keeps on disk. All SQL lives in this folder. */
export type Store = {
  readonly record: RecordStore;
  readonly access: AccessStore;
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly lastFixes: LastFixStore;
  readonly realDevices: RealDeviceStore;
  readonly sealed: Sealed;
  readonly restored: RestoredStore;
  /** All of `work` is on disk when this returns, or none of it. */
  readonly transaction: <T>(work: () => T) => T;
  /** Destroys the keys that could not be destroyed at once. @throws where they cannot be now either. */
  readonly finishDestruction: () => void;
  readonly close: () => void;
};

/** Opens the store at `path`, or in memory with `:memory:`. Ends the process where the file cannot be used. */
export const openStore = (path: string, secret: Secret): Store => {
  const keys = openKeys(path, secret.sealing);
  moveOldKeys(path, keys);
  const db = openDatabase(path);
  try {
    return storeOn(db, keys, secret);
  } catch (thrown) {
    // A sound database of the right version may still be another program's.
    return fail(`the database cannot be used: ${path}: ${reasonOf(thrown)}`);
  }
};

const storeOn = (db: DatabaseSync, keys: KeyStore, secret: Secret): Store => {
  const { destruction, ...sealed } = createSealed(db, keys);
  return {
    record: createRecordStore(db),
    access: createAccessStore(db),
    accounts: createAccountStore(db),
    sessions: createSessionStore(db),
    lastFixes: createLastFixStore(db, secret.sealing),
    realDevices: createRealDeviceStore(db),
    sealed,
    restored: createRestoredStore(db),
    transaction: (work) => {
      destruction.begin();
      const value = inTransaction(db, work);
      destruction.committed();
      return value;
    },
    finishDestruction: destruction.finish,
    close: () => {
      db.close();
      keys.close();
    },
  };
};
