import type { DatabaseSync } from 'node:sqlite';
import { fail, reasonOf } from '../../files/fail.ts';
import { LogId } from '../../../shared/domain/ids.ts';
import { createSigner } from '../../evidence/log/heads.ts';
import type { Signer } from '../../evidence/log/heads.ts';
import type { Secret } from './secret.ts';
import { createAccessStore } from './accessLog.ts';
import type { AccessStore } from './accessLog.ts';
import { createAccountStore } from './accounts.ts';
import type { AccountStore } from './accounts.ts';
import { emptyLog, inTransaction, openDatabase } from './database.ts';
import { createHeadStore } from './heads.ts';
import type { HeadStore } from './heads.ts';
import { createLastFixStore } from './lastFixes.ts';
import type { LastFixStore } from './lastFixes.ts';
import { noMark, openMark } from './mark.ts';
import type { MarkFile } from './mark.ts';
import { createPositionStore } from './positions.ts';
import type { PositionStore } from './positions.ts';
import { createRealDeviceStore } from './realDevices.ts';
import type { RealDeviceStore } from './realDevices.ts';
import { createRecordStore } from './record.ts';
import type { RecordStore } from './record.ts';
import { createSessionStore } from './sessions.ts';
import type { SessionStore } from './sessions.ts';

/** Everything the server keeps on disk. All SQL lives in this folder. */
export type Store = {
  readonly record: RecordStore;
  readonly heads: HeadStore;
  /** Name of this record's log, and whose word its heads are. */
  readonly log: { readonly id: LogId; readonly signer: Signer };
  readonly mark: MarkFile;
  readonly access: AccessStore;
  readonly accounts: AccountStore;
  readonly sessions: SessionStore;
  readonly lastFixes: LastFixStore;
  readonly realDevices: RealDeviceStore;
  readonly positions: PositionStore;
  /** All of `work` is on disk when this returns, or none of it. */
  readonly transaction: <T>(work: () => T) => T;
  readonly close: () => void;
};

/** Opens the store at `path`, or in memory with `:memory:`. Ends the process where the file cannot be used. */
export const openStore = (path: string, secret: Secret): Store => {
  const db = openDatabase(path);
  try {
    return storeOn(db, secret, path === ':memory:' ? noMark : openMark(`${path}.mark`));
  } catch (thrown) {
    // A sound database of the right version may still be another program's.
    return fail(`the database cannot be used: ${path}: ${reasonOf(thrown)}`);
  }
};

const logId = (db: DatabaseSync): LogId =>
  LogId.parse(db.prepare("SELECT value FROM meta WHERE name = 'log'").get()?.['value']);

const storeOn = (db: DatabaseSync, secret: Secret, mark: MarkFile): Store => {
  const positions = createPositionStore(db, secret.sealing);
  let destroyed = false;
  return {
    record: createRecordStore(db),
    heads: createHeadStore(db),
    log: { id: logId(db), signer: createSigner(secret.log) },
    mark,
    access: createAccessStore(db),
    accounts: createAccountStore(db),
    sessions: createSessionStore(db),
    lastFixes: createLastFixStore(db, secret.sealing),
    realDevices: createRealDeviceStore(db),
    positions: {
      ...positions,
      destroy: (incident) => {
        positions.destroy(incident);
        destroyed = true;
      },
    },
    transaction: (work) => {
      const value = inTransaction(db, work);
      // Where the log cannot be emptied now, while somebody else reads the file say, the next transaction tries again.
      if (destroyed) destroyed = !emptyLog(db);
      return value;
    },
    close: () => {
      mark.close();
      db.close();
    },
  };
};
