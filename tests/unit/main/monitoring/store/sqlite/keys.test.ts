import type { KeyStore } from '../../../../../../main/monitoring/store/sqlite/keys.ts';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IncidentId, OperatorId, PersonId } from '../../../../../../shared/domain/ids.ts';
import { keysFileOf, openKeys } from '../../../../../../main/monitoring/store/sqlite/keys.ts';
import { secretFrom } from '../../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../../main/monitoring/store/sqlite/store.ts';

/** An incident's key, made where it may be. */
const keyFor = (keys: KeyStore, incident: IncidentId) => {
  keys.makeFor([incident]);
  return keys.keyOf(incident);
};

const MASTER = new Uint8Array(32).fill(3);
const [A, B] = ['inc-a', 'inc-b'].map((id) => IncidentId.parse(id)) as [IncidentId, IncidentId]; // two in, two out
const NOBODY = PersonId.parse('V-test');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const store = (): string => join(folder, 's.db');
const raw = (): Buffer => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));
const sealedKeys = (): readonly Buffer[] => {
  const db = new DatabaseSync(keysFileOf(store()), { readOnly: true });
  const rows = db.prepare('SELECT sealed FROM live').all();
  db.close();
  return rows.map(({ sealed }) => Buffer.from(sealed as Uint8Array)); // a BLOB column
};

describe('keys', () => {
  it('lie beside the store, for their user only, and are durable as soon as they are handed out', () => {
    const keys = openKeys(store(), MASTER);
    const key = keyFor(keys, A);
    expect(readdirSync(folder)).toContain('s.keys.db');
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    // Another process, while this one goes on: nothing waits in memory for a later write.
    const other = openKeys(store(), MASTER);
    expect(key !== null && other.keyOf(A)?.equals(key)).toBe(true);
    other.close();
    keys.close();
  });

  it('that were destroyed are never made again, and no page of the file remembers them', () => {
    const keys = openKeys(store(), MASTER);
    for (let n = 0; n < 200; n += 1) keyFor(keys, IncidentId.parse(`inc-${n}`));
    keyFor(keys, A);
    const all = sealedKeys();
    expect(all.every((sealed) => raw().includes(sealed))).toBe(true);
    const gone = keys.live().filter((_id, index) => index % 2 === 0);
    keys.destroy(gone, 5);
    expect(keys.wipe()).toBe(true);
    const left = sealedKeys();
    expect(left).toHaveLength(all.length - gone.length);
    const disk = raw();
    expect(all.filter((sealed) => disk.includes(sealed))).toEqual(
      all.filter((sealed) => left.some((l) => l.equals(sealed))),
    );
    for (const id of gone) expect([keys.keyOf(id), keyFor(keys, id)]).toEqual([null, null]);
    keys.destroy(gone, 9); // again, harmlessly
    keys.close();
    const again = openKeys(store(), MASTER);
    expect(again.destroyed()).toEqual(new Set(gone));
    expect(keyFor(again, gone[0] ?? A)).toBeNull();
    again.close();
  });

  it('of a server killed between destroying and wiping are wiped when it comes back', () => {
    const keys = openKeys(store(), MASTER);
    keyFor(keys, A);
    const [sealed] = sealedKeys();
    if (sealed === undefined) throw new Error('no key');
    const reader = new DatabaseSync(keysFileOf(store()), { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM live').get();
    keys.destroy([A], 1);
    expect(keys.wipe()).toBe(false); // somebody still reads the old page
    expect(raw().includes(sealed)).toBe(true);
    reader.close();
    const back = openKeys(store(), MASTER); // the first never closed: it was killed
    expect(raw().includes(sealed)).toBe(false);
    back.close();
    keys.close();
  });

  it('can neither be changed nor taken off the list of destroyed ones', () => {
    const keys = openKeys(store(), MASTER);
    keyFor(keys, A);
    keyFor(keys, B);
    keys.destroy([B], 1);
    keys.close();
    const db = new DatabaseSync(keysFileOf(store()));
    for (const sql of [
      'DELETE FROM destroyed',
      'UPDATE destroyed SET at = 2',
      "INSERT OR REPLACE INTO destroyed VALUES ('inc-b', 2)",
    ]) {
      expect(() => db.exec(sql)).toThrow('append-only');
    }
    for (const sql of [
      "UPDATE live SET sealed = x'00'",
      "INSERT OR REPLACE INTO live VALUES ('inc-a', x'00')",
      "INSERT INTO live VALUES ('inc-b', x'00')",
    ]) {
      expect(() => db.exec(sql)).toThrow('a key never changes');
    }
    db.close();
  });

  it('taken over from an earlier version open what they sealed, however often they are taken over', () => {
    const keys = openKeys(store(), MASTER);
    const key = keyFor(keys, A);
    const [sealed] = sealedKeys();
    keys.close();
    rmSync(keysFileOf(store()));
    const moved = openKeys(store(), MASTER);
    for (let n = 0; n < 2; n += 1) moved.adopt(A, sealed ?? new Uint8Array());
    expect(key !== null && moved.keyOf(A)?.equals(key)).toBe(true);
    moved.destroy([A], 1);
    moved.adopt(A, sealed ?? new Uint8Array());
    expect(moved.keyOf(A)).toBeNull();
    moved.close();
  });
});

describe('forgetting an incident', () => {
  const open = (): Store => openStore(store(), secretFrom(new Uint8Array(32)));
  const filled = (): Store => {
    const made = open();
    const point = { at_ms: 1, lon: 126.9, lat: 37.5, accuracy_m: 5, heading_deg: null, speed_mps: null };
    made.commit({ gathered: [{ incident: A, pieces: [{ personId: NOBODY, points: [point] }] }] });
    return made;
  };

  it('keeps the key while the commit that says so is not on disk', () => {
    const made = filled();
    const operator = { id: OperatorId.parse('d1'), name: '가명', role: 'dispatcher' } as const;
    const account = { operator, salt: new Uint8Array(1), hash: new Uint8Array(1) };
    const forgotten = [{ incident: A, at_ms: 1 }];
    expect(() => made.commit({ forgotten, accounts: [account, account] })).toThrow('UNIQUE');
    made.commit({}); // a later one must not destroy for the one that failed
    expect(made.sealed.destroyed().size).toBe(0);
    expect(made.sealed.positions.read(A).pieces).toHaveLength(1);
    made.close();
  });

  it('stands although the key cannot be destroyed now, and destroys it as soon as it can be', () => {
    const made = filled();
    const other = new DatabaseSync(keysFileOf(store()), { timeout: 0 });
    other.exec('BEGIN IMMEDIATE'); // holds the keys file
    made.commit({ forgotten: [{ incident: A, at_ms: 1 }] });
    expect(made.sealed.positions.read(A).pieces).toEqual([]);
    expect(made.sealed.remaining()).toEqual(new Set([A]));
    expect(() => made.commit({ isDestructionDue: true })).toThrow();
    other.exec('ROLLBACK');
    other.close();
    made.commit({ isDestructionDue: true });
    expect(made.sealed.remaining().size).toBe(0);
    expect(made.sealed.destroyed()).toEqual(new Set([A]));
    made.close();
  });
});
