import { randomBytes } from 'node:crypto';
import { closeSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fail, reasonOf } from '../../../files/fail.ts';
import { IncidentId } from '../../../../shared/domain/ids.ts';
import { emptyLog, inTransaction, OPENING_WAIT_MS, userVersion } from './database.ts';
import { KEY_BYTES, seal, sealingKey, unseal } from '../../../files/seal.ts';
import type { SealingKey } from '../../../files/seal.ts';

/**
 * Keys of incidents, each sealed under the server's master key, in a file of their own that no backup ever holds: a key that is
 * destroyed here is destroyed everywhere. Beside them the list of those destroyed, which outlives every restore of the record.
 */
export type KeyStore = {
  /** The incident's key; null where none was made yet, it was destroyed, or it is another secret's. */
  readonly keyOf: (incident: IncidentId) => SealingKey | null;
  /** Makes the keys of those incidents that have none, all in one transaction: a wait for the disk, however many they are. */
  readonly makeFor: (incidents: Iterable<IncidentId>) => void;
  /** Takes over a key from where it was kept before, sealed as it is. Repeating it is harmless. */
  readonly adopt: (incident: IncidentId, sealed: Uint8Array) => void;
  /** Destroys keys for good and remembers that they are. Repeating it is harmless. */
  readonly destroy: (incidents: readonly IncidentId[], at_ms: number) => void;
  /** Empties the log of writes, which remembers what was destroyed. False where it could not be done now; it never throws. */
  readonly wipe: () => boolean;
  readonly live: () => readonly IncidentId[];
  readonly destroyed: () => ReadonlySet<IncidentId>;
  /** Another connection has destroyed these keys, or will: none of them is to be used any more. */
  readonly letGo: (incidents: readonly IncidentId[]) => void;
  /** Only reads from now on, since another connection writes. */
  readonly onlyRead: () => void;
  readonly close: () => void;
};

/**
 * Each key lies in a slot of its own, where it was first written: slots are only ever added behind the last one, so that no page is split or
 * merged and no copy of a key is left anywhere. Destroying a key overwrites its slot in place; the file of all others is not touched.
 * The list of those destroyed is append-only: whoever is on it stays there, and no key is ever made for them again.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS slots (slot INTEGER PRIMARY KEY, incident_id TEXT NOT NULL, sealed BLOB NOT NULL) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS slots_by_incident ON slots (incident_id);
  CREATE TABLE IF NOT EXISTS destroyed (incident_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TRIGGER IF NOT EXISTS destroyed_keep BEFORE DELETE ON destroyed
  BEGIN SELECT RAISE(ABORT, 'the list of destroyed keys is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS destroyed_fixed BEFORE UPDATE ON destroyed
  BEGIN SELECT RAISE(ABORT, 'the list of destroyed keys is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS destroyed_once BEFORE INSERT ON destroyed
  WHEN EXISTS (SELECT 1 FROM destroyed WHERE incident_id = NEW.incident_id)
  BEGIN SELECT RAISE(ABORT, 'the list of destroyed keys is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS slots_keep BEFORE DELETE ON slots BEGIN SELECT RAISE(ABORT, 'a key never changes'); END;
  CREATE TRIGGER IF NOT EXISTS slots_fixed BEFORE UPDATE ON slots
  WHEN NEW.slot IS NOT OLD.slot OR NEW.incident_id IS NOT OLD.incident_id OR NEW.sealed IS NOT zeroblob(length(OLD.sealed))
  BEGIN SELECT RAISE(ABORT, 'a key never changes'); END;
  CREATE TRIGGER IF NOT EXISTS slots_once BEFORE INSERT ON slots
  WHEN EXISTS (SELECT 1 FROM slots WHERE incident_id = NEW.incident_id)
    OR EXISTS (SELECT 1 FROM destroyed WHERE incident_id = NEW.incident_id)
  BEGIN SELECT RAISE(ABORT, 'a key never changes'); END;
`;

/** What is in use. Nothing is written through it. */
const LIVE = `
  CREATE VIEW IF NOT EXISTS live AS SELECT incident_id, sealed FROM slots
    WHERE NOT EXISTS (SELECT 1 FROM destroyed WHERE destroyed.incident_id = slots.incident_id);
  CREATE TRIGGER IF NOT EXISTS live_added INSTEAD OF INSERT ON live BEGIN SELECT RAISE(ABORT, 'a key never changes'); END;
  CREATE TRIGGER IF NOT EXISTS live_fixed INSTEAD OF UPDATE ON live BEGIN SELECT RAISE(ABORT, 'a key never changes'); END;
`;

/** Earlier versions kept the keys in a table of this name that was sorted by incident, and rewrote the file to forget one. */
const isEarlierShape = (db: DatabaseSync): boolean =>
  db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'live'").get() !== undefined;

const VERSION = 1;

/**
 * Brings the file into the shape above, in one transaction: killed before its end, the file is as it was. Then it is rewritten once, since
 * pages of the earlier shape may remember destroyed keys. A server that is killed in between does that when it comes back, and so does one
 * that could not empty the log, because somebody else reads the file: its version says only then that nothing is left.
 */
const bringUpToDate = (db: DatabaseSync): void => {
  if (userVersion(db) === VERSION) return;
  inTransaction(db, () => {
    db.exec(SCHEMA);
    if (isEarlierShape(db)) {
      db.exec('INSERT INTO slots (incident_id, sealed) SELECT incident_id, sealed FROM live; DROP TABLE live;');
    }
    db.exec(LIVE);
  });
  const isOverwritten = emptyLog(db); // its pages are given back to the disk: they are overwritten first
  db.exec('VACUUM');
  const isRewritten = emptyLog(db);
  if (isOverwritten && isRewritten) db.exec(`PRAGMA user_version = ${VERSION}`);
};

/** Where the keys of a store lie: beside it. */
export const keysFileOf = (store: string): string =>
  store === ':memory:' ? store : `${store.replace(/\.db$/, '')}.keys.db`;

const isLeftBehind = (file: string): boolean => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

const openKeysDatabase = (path: string): DatabaseSync => {
  let db: DatabaseSync | null = null;
  try {
    if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600)); // its log takes the mode of the file
    const killed = isLeftBehind(path);
    db = new DatabaseSync(path, { timeout: OPENING_WAIT_MS });
    db.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
      -- Writing the file anew must not leave a copy of it among the system's temporary files.
      PRAGMA temp_store = MEMORY;`);
    const check = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (check !== 'ok') throw new Error('it is damaged');
    if (userVersion(db) <= VERSION) {
      bringUpToDate(db);
      if (killed) emptyLog(db); // of a server that was killed between destroying and wiping
      db.exec('PRAGMA busy_timeout = 0'); // from now on everything else of the server would wait with it
      return db;
    }
  } catch (thrown) {
    db?.close();
    return fail(`the keys file cannot be used: ${path}: ${reasonOf(thrown)}`, 'store-damaged');
  }
  db.close();
  // Said in words of its own: who is told that the file cannot be used moves it away, and every key in it with it.
  return fail(`the keys file was written by a newer version: ${path}`, 'store-damaged');
};

const idsOf = (rows: readonly Readonly<Record<string, unknown>>[]): readonly IncidentId[] =>
  rows.map((row) => IncidentId.parse(row['incident_id']));

/** Opens (or makes) the keys of the store at `store`. Ends the process where the file cannot be used. */
export const openKeys = (store: string, masterKey: Uint8Array): KeyStore =>
  keysOn(openKeysDatabase(keysFileOf(store)), masterKey);

/** A second connection to keys that `openKeys` has opened and checked, for the thread that writes them. @throws where it cannot be had. */
export const openKeysToWrite = (store: string, masterKey: Uint8Array, wait_ms: number): KeyStore => {
  const db = new DatabaseSync(keysFileOf(store), { timeout: wait_ms });
  db.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;');
  return keysOn(db, masterKey);
};

const keysOn = (db: DatabaseSync, masterKey: Uint8Array): KeyStore => {
  const master = sealingKey(masterKey);
  const select = db.prepare('SELECT sealed FROM live WHERE incident_id = ?');
  const insert = db.prepare('INSERT INTO slots (incident_id, sealed) VALUES (?, ?)');
  const adopt = db.prepare(`INSERT INTO slots (incident_id, sealed) SELECT ?1, ?2
    WHERE ?1 NOT IN (SELECT incident_id FROM slots) AND ?1 NOT IN (SELECT incident_id FROM destroyed)`);
  const overwrite = db.prepare('UPDATE slots SET sealed = zeroblob(length(sealed)) WHERE incident_id = ?');
  const remember = db.prepare(
    'INSERT INTO destroyed SELECT ?1, ?2 WHERE ?1 NOT IN (SELECT incident_id FROM destroyed)',
  );
  const selectLive = db.prepare('SELECT incident_id FROM live');
  const selectDestroyed = db.prepare('SELECT incident_id FROM destroyed');
  const gone = new Set(idsOf(selectDestroyed.all()));
  /** Keys in use: each tick seals under them. */
  const known = new Map<IncidentId, SealingKey>();
  const contextOf = (incident: IncidentId): string => `incident-key:${incident}`;

  const keyOf: KeyStore['keyOf'] = (incident) => {
    const held = known.get(incident);
    if (held !== undefined || gone.has(incident)) return held ?? null;
    const sealed = select.get(incident)?.['sealed'];
    const bytes = sealed instanceof Uint8Array ? unseal(master, contextOf(incident), sealed) : null;
    if (bytes === null) return null;
    const key = sealingKey(bytes);
    known.set(incident, key);
    return key;
  };
  const make = (incidents: readonly IncidentId[]): void => {
    const made = incidents.map((incident) => ({ incident, bytes: randomBytes(KEY_BYTES) }));
    inTransaction(db, () => {
      for (const { incident, bytes } of made) insert.run(incident, seal(master, contextOf(incident), bytes));
    });
    for (const { incident, bytes } of made) known.set(incident, sealingKey(bytes));
  };
  const letGo: KeyStore['letGo'] = (incidents) => {
    for (const incident of incidents) {
      known.delete(incident);
      gone.add(incident);
    }
  };
  const isMissing = (incident: IncidentId): boolean => !gone.has(incident) && keyOf(incident) === null;

  return {
    keyOf,
    makeFor: (incidents) => {
      const missing = [...new Set(incidents)].filter(isMissing);
      if (missing.length > 0) make(missing);
    },
    adopt: (incident, sealed) => {
      adopt.run(incident, sealed);
    },
    destroy: (incidents, at_ms) => {
      inTransaction(db, () => {
        for (const incident of incidents) {
          overwrite.run(incident);
          remember.run(incident, at_ms);
        }
      });
      letGo(incidents);
    },
    letGo,
    onlyRead: () => db.exec('PRAGMA query_only = ON'),
    wipe: () => emptyLog(db),
    live: () => idsOf(selectLive.all()),
    destroyed: () => gone,
    close: () => db.close(),
  };
};
