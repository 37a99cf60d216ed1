import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { IncidentId } from '../../../../../shared/domain/ids.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';
import type { Result } from '../../../../../shared/domain/result.ts';
import { emptyLog, inTransaction, openDatabase } from '../database.ts';
import { openKeys } from '../keys.ts';
import type { KeyStore } from '../keys.ts';
import { createRestoredStore } from '../restored.ts';
import { createSealed } from '../sealed.ts';
import type { Secret } from '../secret.ts';
import { restoringFile } from '../store.ts';
import { inspect } from './inspect.ts';
import { readManifest, storeIn } from './manifest.ts';
import type { BackupManifest } from './manifest.ts';

export type Restored = {
  readonly manifest: BackupManifest;
  /** Where the store that was there before lies now; null where there was none. */
  readonly aside: string | null;
  /** False where the store that was there before cannot be read: what it deleted last may be unknown. */
  readonly deletionsRead: boolean;
  /** False where the last known places could not be taken out of the store that was there before. */
  readonly lastFixesGone: boolean;
};

/** Parts of a store that go aside with it. The keys stay: they are of the incidents, not of one state of the record. */
const ENDS = ['', '-wal', '-shm', '.mark'] as const;

const removeAll = (file: string): void => {
  for (const end of ENDS) rmSync(`${file}${end}`, { force: true });
};

/**
 * Destroys the keys of incidents that the present record says are deleted: its server may have been killed in between, and the record
 * that is put back would no longer know. False where it cannot be read.
 */
const applyDeletions = (store: string, keys: KeyStore, now_ms: number): boolean => {
  if (!existsSync(store)) return true;
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(store);
    const deleted = db
      .prepare("SELECT DISTINCT incident_id FROM entries WHERE entry ->> '$.body.kind' = 'positions.deleted'")
      .all()
      .flatMap((row) => IncidentId.safeParse(row['incident_id']).data ?? []);
    keys.destroy(deleted, now_ms);
    return true;
  } catch {
    return false;
  } finally {
    db?.close();
  }
};

/**
 * Takes the last known places out of the store that goes aside: nobody would ever delete them there. Their rows are overwritten, and the
 * log of writes, which may hold copies, is emptied. False where that could not be done.
 */
const forgetLastFixes = (store: string): boolean => {
  if (!existsSync(store)) return true;
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(store);
    db.exec('PRAGMA secure_delete = ON; DELETE FROM last_fixes;');
    return emptyLog(db);
  } catch {
    return false;
  } finally {
    db?.close();
  }
};

/** Makes the backup's copy what the server is to find: checked, without what was destroyed since, and saying where it comes from. */
const prepare = (
  file: string,
  manifest: BackupManifest,
  keys: KeyStore,
  given: { readonly secret: Secret; readonly now_ms: number },
): Result<null, string> => {
  const db = openDatabase(file);
  try {
    const inspected = inspect(db, given.secret);
    if (!inspected.ok) return err(`the backup does not verify: ${inspected.error}`);
    const { logId, size } = inspected.value;
    if (logId !== manifest.logId || size !== manifest.size)
      return err('the backup is damaged: its manifest is of another record');
    const { writes } = createSealed(db, keys, randomBytes);
    inTransaction(db, () => {
      writes.forget([...keys.destroyed()].map((incident) => ({ incident, at_ms: given.now_ms })));
      createRestoredStore(db).set({ size, backupAt_ms: manifest.at_ms });
    });
    return ok(null);
  } finally {
    db.close();
  }
};

const sync = (path: string): void => {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/** `20260306T103000Z`: sorts by time, and every file system takes it. */
const stamp = (now_ms: number): string => new Date(now_ms).toISOString().replaceAll(/[-:]|\.\d+/g, '');

/**
 * Moves the present store out of the way, whatever there is of it: a run that was cut off may have left a part. No entry is deleted.
 * Gives the new name, or null where there was nothing.
 */
const setAside = (store: string, now_ms: number): string | null => {
  const aside = `${store.replace(/\.db$/, '')}.before-restore-${stamp(now_ms)}.db`;
  const present = ENDS.filter((end) => existsSync(`${store}${end}`));
  for (const end of present) renameSync(`${store}${end}`, `${aside}${end}`);
  return present.length === 0 ? null : aside;
};

/**
 * Puts a backup in the place of the store at `store`, whose server must not run, and keeps that store aside, without the last known
 * places in it. A kill at any moment leaves the old store, or a mark that makes the server refuse to start until the restore was run again. @throws what the file system throws.
 */
export const restore = (
  store: string,
  folder: string,
  given: { readonly scenario: string; readonly secret: Secret; readonly now_ms: number },
): Result<Restored, string> => {
  const read = readManifest(folder);
  if (!read.ok) return read;
  const manifest = read.value;
  if (manifest.scenario !== given.scenario) {
    return err(`the backup is of the scenario ${manifest.scenario}, not ${given.scenario} (choose it with --scenario)`);
  }
  const build = `${store}.restore`;
  removeAll(build);
  copyFileSync(storeIn(folder), build);
  chmodSync(build, 0o600);
  const keys = openKeys(store, given.secret.sealing);
  const deletionsRead = applyDeletions(store, keys, given.now_ms);
  const prepared = prepare(build, manifest, keys, given);
  keys.wipe();
  keys.close();
  if (!prepared.ok) {
    removeAll(build);
    return prepared;
  }
  sync(build);
  renameSync(build, restoringFile(store));
  const lastFixesGone = forgetLastFixes(store);
  const aside = setAside(store, given.now_ms);
  renameSync(restoringFile(store), store);
  sync(dirname(store));
  return ok({ manifest, aside, deletionsRead, lastFixesGone });
};
