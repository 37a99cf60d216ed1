import { randomBytes } from 'node:crypto';
import { closeSync, openSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fail, reasonOf } from '../../../files/fail.ts';
import { IncidentId } from '../../../../shared/domain/ids.ts';
import { emptyLog, inTransaction } from './database.ts';
import { KEY_BYTES, seal, sealingKey, unseal } from '../../../files/seal.ts';
import type { SealingKey } from '../../../files/seal.ts';

/**
 * Keys of incidents, each sealed under the server's master key, in a file of their own that no backup ever holds: a key that is
 * destroyed here is destroyed everywhere. Beside them the list of those destroyed, which outlives every restore of the record.
 */
export type KeyStore = {
  /** The incident's key; null where none was made yet, it was destroyed, or it is another secret's. */
  readonly keyOf: (incident: IncidentId) => SealingKey | null;
  /**
   * The incident's key, made where there is none and durable before this returns; null once it was destroyed. For what is sealed only
   * through `createSealed`, which makes none where rows of the incident wait for another.
   */
  readonly keyFor: (incident: IncidentId) => SealingKey | null;
  /** Takes over a key from where it was kept before, sealed as it is. Repeating it is harmless. */
  readonly adopt: (incident: IncidentId, sealed: Uint8Array) => void;
  /** Destroys keys for good and remembers that they are. Repeating it is harmless. */
  readonly destroy: (incidents: readonly IncidentId[], at_ms: number) => void;
  /**
   * Writes the file anew, so that no page of it remembers what was destroyed. False where it could not be done now; it never throws.
   */
  readonly wipe: () => boolean;
  readonly live: () => readonly IncidentId[];
  readonly destroyed: () => ReadonlySet<IncidentId>;
  readonly close: () => void;
};

/** An append-only list: whoever is destroyed stays so, and no key is ever made for them again. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS live (incident_id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS destroyed (incident_id TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TRIGGER IF NOT EXISTS destroyed_keep BEFORE DELETE ON destroyed
  BEGIN SELECT RAISE(ABORT, 'the list of destroyed keys is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS destroyed_fixed BEFORE UPDATE ON destroyed
  BEGIN SELECT RAISE(ABORT, 'the list of destroyed keys is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS destroyed_once BEFORE INSERT ON destroyed
  WHEN EXISTS (SELECT 1 FROM destroyed WHERE incident_id = NEW.incident_id)
  BEGIN SELECT RAISE(ABORT, 'the list of destroyed keys is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS live_fixed BEFORE UPDATE ON live
  BEGIN SELECT RAISE(ABORT, 'a key never changes'); END;
  CREATE TRIGGER IF NOT EXISTS live_once BEFORE INSERT ON live
  WHEN EXISTS (SELECT 1 FROM live WHERE incident_id = NEW.incident_id)
    OR EXISTS (SELECT 1 FROM destroyed WHERE incident_id = NEW.incident_id)
  BEGIN SELECT RAISE(ABORT, 'a key never changes'); END;
`;

/** Where the keys of a store lie: beside it. */
export const keysFileOf = (store: string): string =>
  store === ':memory:' ? store : `${store.replace(/\.db$/, '')}.keys.db`;

const isLeftBehind = (file: string): boolean => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

const openKeysDatabase = (path: string): DatabaseSync => {
  let db: DatabaseSync | null = null;
  try {
    if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600)); // its log takes the mode of the file
    const killed = isLeftBehind(path);
    db = new DatabaseSync(path);
    db.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
      -- Writing the file anew must not leave a copy of it among the system's temporary files.
      PRAGMA temp_store = MEMORY;`);
    const check = db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (check !== 'ok') throw new Error('it is damaged');
    db.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
    if (killed) wipe(db); // by a server that was killed between destroying and wiping
    return db;
  } catch (thrown) {
    db?.close();
    return fail(`the keys file cannot be used: ${path}: ${reasonOf(thrown)}`, 'store-damaged');
  }
};

/** Emptied before as well as after: the pages that the shorter file gives back to the disk are overwritten first. */
const wipe = (db: DatabaseSync): boolean => {
  if (!emptyLog(db)) return false;
  try {
    db.exec('VACUUM');
  } catch {
    return false;
  }
  return emptyLog(db);
};

const idsOf = (rows: readonly Readonly<Record<string, unknown>>[]): readonly IncidentId[] =>
  rows.map((row) => IncidentId.parse(row['incident_id']));

/** Opens (or makes) the keys of the store at `store`. Ends the process where the file cannot be used. */
export const openKeys = (store: string, masterKey: Uint8Array): KeyStore => {
  const db = openKeysDatabase(keysFileOf(store));
  const master = sealingKey(masterKey);
  const select = db.prepare('SELECT sealed FROM live WHERE incident_id = ?');
  const insert = db.prepare('INSERT INTO live VALUES (?, ?)');
  const adopt = db.prepare(`INSERT INTO live SELECT ?1, ?2
    WHERE ?1 NOT IN (SELECT incident_id FROM live) AND ?1 NOT IN (SELECT incident_id FROM destroyed)`);
  const remove = db.prepare('DELETE FROM live WHERE incident_id = ?');
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
    if (held !== undefined) return held;
    const sealed = select.get(incident)?.['sealed'];
    const bytes = sealed instanceof Uint8Array ? unseal(master, contextOf(incident), sealed) : null;
    if (bytes === null) return null;
    const key = sealingKey(bytes);
    known.set(incident, key);
    return key;
  };
  return {
    keyOf,
    keyFor: (incident) => {
      if (gone.has(incident)) return null;
      const held = keyOf(incident);
      if (held !== null) return held;
      const bytes = randomBytes(KEY_BYTES);
      insert.run(incident, seal(master, contextOf(incident), bytes));
      const key = sealingKey(bytes);
      known.set(incident, key);
      return key;
    },
    adopt: (incident, sealed) => {
      adopt.run(incident, sealed);
    },
    destroy: (incidents, at_ms) => {
      inTransaction(db, () => {
        for (const incident of incidents) {
          remove.run(incident);
          remember.run(incident, at_ms);
        }
      });
      for (const incident of incidents) {
        known.delete(incident);
        gone.add(incident);
      }
    },
    wipe: () => wipe(db),
    live: () => idsOf(selectLive.all()),
    destroyed: () => gone,
    close: () => db.close(),
  };
};
