import type { DatabaseSync } from 'node:sqlite';
import type { Commit } from '../../ports/commit.ts';
import { createAccessStore } from './accessLog.ts';
import { createAccountStore } from './accounts.ts';
import { inTransaction } from './database.ts';
import { createHeadStore } from './heads.ts';
import type { KeyStore } from './keys.ts';
import { createLastFixStore } from './lastFixes.ts';
import { createRealDeviceStore } from './realDevices.ts';
import { createRecordStore } from './record.ts';
import { createRestoredStore } from './restored.ts';
import { createSealed } from './sealed.ts';
import type { Random } from './seals.ts';
import { createSessionStore } from './sessions.ts';

/** The tables of a store, and the one way to write them. */
export const createTables = (db: DatabaseSync, keys: KeyStore, master: Uint8Array, random: Random) => {
  const { reads: sealed, writes: sealing, destruction } = createSealed(db, keys, random);
  const record = createRecordStore(db);
  const heads = createHeadStore(db);
  const access = createAccessStore(db);
  const accounts = createAccountStore(db);
  const sessions = createSessionStore(db);
  const lastFixes = createLastFixStore(db, master);
  const realDevices = createRealDeviceStore(db);
  const restored = createRestoredStore(db);
  const noteId = db.prepare(
    "INSERT INTO meta VALUES ('commit', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  );
  const selectId = db.prepare("SELECT value FROM meta WHERE name = 'commit'");

  const insert = (commit: Partial<Commit>): void => {
    record.insert(commit.lines ?? []);
    record.remember(commit.commands ?? []);
    access.append(commit.access ?? []);
    sealing.positions.add(commit.gathered ?? []);
    sealing.seals.put(commit.seals ?? []);
    sealing.positions.remove(commit.sealed ?? []);
    heads.insert(commit.heads ?? []);
    lastFixes.put(commit.lastFixes ?? new Map());
    realDevices.put(commit.realDevices ?? new Map());
    sessions.remove(commit.sessionsEnded ?? []);
    sessions.insert(commit.sessionsOpened ?? []);
    accounts.insert(commit.accounts ?? []);
    if (commit.isRestoreTold === true) restored.clear();
    sealing.forget(commit.forgotten ?? []);
  };

  /** `id` tells afterwards whether this commit is on disk, for whoever was not there any more to hear it. */
  const write = (commit: Partial<Commit>, id: string | null = null): void => {
    if (commit.isDestructionDue === true) return destruction.finish(commit.forgotten ?? []);
    // The keys file is another one: what is sealed under a key may be on disk only after it.
    sealing.makeKeys([...(commit.keys ?? []), ...(commit.gathered ?? []).map(({ incident }) => incident)]);
    inTransaction(db, () => {
      insert(commit);
      if (id !== null) noteId.run(id);
    });
    return destruction.committed(commit.forgotten ?? []);
  };

  return {
    reads: { record, heads, access, accounts, sessions, lastFixes, realDevices, sealed, restored },
    write,
    /** The last commit that was written with an id. */
    lastId: (): string | null => {
      const value = selectId.get()?.['value'];
      return typeof value === 'string' ? value : null;
    },
  };
};
