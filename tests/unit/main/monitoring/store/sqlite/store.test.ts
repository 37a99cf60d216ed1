import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IncidentId, PersonId } from '../../../../../../shared/domain/ids.ts';
import { keysFileOf } from '../../../../../../main/monitoring/store/sqlite/keys.ts';
import { seal, sealingKey, unseal } from '../../../../../../main/files/seal.ts';
import { loadSecret, secretFrom } from '../../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../../main/monitoring/store/sqlite/store.ts';
import { d1, fixAt, HOME, START_MS } from '../../watch.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('seal', () => {
  const key = sealingKey(new Uint8Array(32).fill(7));
  const plain = Buffer.from('a secret place');

  it('opens under the same key and context only', () => {
    const sealed = seal(key, 'row-1', plain);
    expect(unseal(key, 'row-1', sealed)).toEqual(plain);
    expect(unseal(key, 'row-2', sealed)).toBeNull();
    expect(unseal(sealingKey(new Uint8Array(32)), 'row-1', sealed)).toBeNull();
    const changed = Uint8Array.from(sealed, (byte, index) => (index === 30 ? byte ^ 1 : byte));
    expect(unseal(key, 'row-1', changed)).toBeNull();
    expect(unseal(key, 'row-1', new Uint8Array(3))).toBeNull();
  });

  it('never gives the same bytes twice', () => {
    expect(seal(key, 'row', plain)).not.toEqual(seal(key, 'row', plain));
  });
});

describe('store', () => {
  const file = (): string => join(folder, 'server.db');
  const open = () => openStore(file(), secretFrom(new Uint8Array(32)));

  it('keeps the secret for its user only and does not make it twice', () => {
    const first = loadSecret(folder);
    expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600);
    expect(loadSecret(folder)).toEqual(first);
  });

  it('refuses to change or delete what stands in the record and in the access log', () => {
    const store = open();
    const line = {
      at_ms: 1,
      operatorId: d1.id,
      action: 'signed-in',
      incidentId: null,
      people: [],
      detail: null,
    } as const;
    store.commit({ access: [line] });
    store.close();
    const db = new DatabaseSync(file());
    db.exec(`INSERT INTO entries VALUES (1, NULL, '{}', x'00'); INSERT INTO heads VALUES (1, '{}')`);
    db.exec(`INSERT INTO access_people VALUES (1, 'V1')`);
    for (const sql of [
      'DELETE FROM access_people',
      `UPDATE access_people SET person_id = 'x'`,
      'DELETE FROM access_log',
      `UPDATE access_log SET detail = 'x'`,
      `INSERT OR REPLACE INTO access_log (id, at, operator_id, action) VALUES (1, 1, 'x', 'read')`,
      'DELETE FROM entries',
      `REPLACE INTO entries VALUES (1, NULL, '[]', x'00')`,
      `UPDATE entries SET entry = '[]'`,
      'DELETE FROM heads',
      `REPLACE INTO heads VALUES (1, '[]')`,
      `UPDATE heads SET signed = '[]'`,
    ]) {
      expect(() => db.exec(sql)).toThrow('append-only');
    }
    db.close();
  });

  it('leaves no position readable on disk, in neither the database nor its log', () => {
    const store = open();
    const incident = IncidentId.parse('inc-1');
    const fix = fixAt(HOME, START_MS);
    store.commit({ lastFixes: new Map([[PersonId.parse('V-test'), fix]]) });
    const { lon, lat } = fix;
    const point = { at_ms: START_MS, lon, lat, accuracy_m: 5, heading_deg: null, speed_mps: null };
    const pieces = [{ personId: PersonId.parse('V-test'), points: [point] }];
    store.commit({ gathered: [{ incident, pieces }] });
    expect(store.sealed.positions.read(incident).pieces[0]?.points).toEqual([point]);
    expect(store.lastFixes.all().get(PersonId.parse('V-test'))).toEqual(fix);
    for (const name of ['server.db', 'server.db-wal']) {
      expect(readFileSync(join(folder, name)).includes('126.92')).toBe(false);
    }
    store.commit({ forgotten: [{ incident, at_ms: START_MS }] });
    expect(store.sealed.positions.read(incident).pieces).toEqual([]);
    store.close();
    const db = new DatabaseSync(file());
    db.prepare('ATTACH ? AS keys').run(keysFileOf(file()));
    for (const table of ['keys.live', 'incident_positions', 'seals']) {
      expect(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()).toEqual({ n: 0 });
    }
    db.close();
  });

  it('empties the log of writes as soon as nobody reads the file any more', () => {
    const store = open();
    const incident = IncidentId.parse('inc-1');
    const logged = (): number => statSync(`${file()}-wal`).size;
    const point = { at_ms: 1, lon: HOME[0], lat: HOME[1], accuracy_m: 5, heading_deg: null, speed_mps: null };
    const pieces = [{ personId: PersonId.parse('V-test'), points: [point] }];
    store.commit({ gathered: [{ incident, pieces }] });
    const reader = new DatabaseSync(file(), { readOnly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM entries').get();
    store.commit({ forgotten: [{ incident, at_ms: START_MS }] });
    expect(logged()).toBeGreaterThan(0);
    reader.close();
    store.commit({});
    expect(logged()).toBe(0);
    store.close();
  });

  it('writes all of a commit or nothing', () => {
    const store = open();
    const line = {
      at_ms: 1,
      operatorId: null,
      action: 'signed-in',
      incidentId: null,
      people: [],
      detail: null,
    } as const;
    const account = { operator: d1, salt: new Uint8Array(1), hash: new Uint8Array(1) };
    expect(() => store.commit({ access: [line], accounts: [account, account] })).toThrow('UNIQUE');
    expect(store.accounts.all()).toEqual([]);
    expect(store.access.page(null, 10)).toEqual([]);
    store.close();
  });
});
