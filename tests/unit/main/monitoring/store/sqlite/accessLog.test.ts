import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { AccessLine } from '../../../../../../main/monitoring/ports/commit.ts';
import { createAccessStore } from '../../../../../../main/monitoring/store/sqlite/accessLog.ts';
import { migrations } from '../../../../../../main/monitoring/store/sqlite/schema.ts';
import type { AccessFilter } from '../../../../../../shared/protocol/access.ts';
import { incidentId, operatorId, personId } from '../../../../../builders/ids.ts';

const [O1, V1, V2] = [personId('O1'), personId('V1'), personId('V2')];
const [d1, d2, boss] = [operatorId('d1'), operatorId('d2'), operatorId('boss')];
const [I1, I2] = [incidentId('I1'), incidentId('I2')];

const LINES: readonly AccessLine[] = [
  { at_ms: 10, operatorId: d1, action: 'signed-in', incidentId: null, people: [], detail: 'C1' },
  { at_ms: 20, operatorId: d1, action: 'lease-granted', incidentId: I1, people: [O1, V1], detail: 'alarm' },
  { at_ms: 30, operatorId: d2, action: 'lease-granted', incidentId: I1, people: [O1], detail: 'alarm' },
  { at_ms: 40, operatorId: d1, action: 'read', incidentId: I1, people: [O1, V1], detail: 'positions' },
  {
    at_ms: 50,
    operatorId: d2,
    action: 'read-refused',
    incidentId: I1,
    people: [O1, V1],
    detail: 'positions: not-allowed',
  },
  {
    at_ms: 60,
    operatorId: d2,
    action: 'lease-granted',
    incidentId: I2,
    people: [V1],
    detail: 'break-glass: 전화가 끊김',
  },
  { at_ms: 70, operatorId: boss, action: 'access-log-read', incidentId: null, people: [V1], detail: 'newest' },
  { at_ms: 80, operatorId: d1, action: 'lease-granted', incidentId: I2, people: [V2], detail: 'review: 검토' },
];

const migrate = (db: DatabaseSync, steps: typeof migrations): void => {
  for (const step of steps) {
    if (typeof step === 'string') db.exec(step);
    else step(db);
  }
};
const open = (upTo = migrations.length) => {
  const db = new DatabaseSync(':memory:');
  migrate(db, migrations.slice(0, upTo));
  return db;
};
const stored = () => {
  const db = open();
  const store = createAccessStore(db);
  store.append(LINES);
  return { db, store };
};
const times = (filter: AccessFilter, before: number | null = null, limit = 100) =>
  stored()
    .store.page(before, limit, filter)
    .map(({ at_ms }) => at_ms);

describe('E5: the access log by person, operator, time and action', () => {
  it.each<[string, AccessFilter, readonly number[]]>([
    ['everything, newest first', {}, [80, 70, 60, 50, 40, 30, 20, 10]],
    ['who saw a person, across incidents', { person: V1, action: 'seen' }, [60, 40, 20]],
    ['whatever was asked about a person', { person: V1 }, [70, 60, 50, 40, 20]],
    ['an operator', { operator: d2 }, [60, 50, 30]],
    ['an action', { action: 'read-refused' }, [50]],
    ['break-glass', { action: 'break-glass' }, [60]],
    ['a time, both ends included', { from_ms: 30, to_ms: 50 }, [50, 40, 30]],
    ['all of them at once', { person: V1, operator: d1, action: 'seen', from_ms: 30, to_ms: 90 }, [40]],
    ['nothing that is not there', { person: personId('nobody') }, []],
  ])('%s', (_what, filter, found) => {
    expect(times(filter)).toEqual(found);
  });

  it('in pages that hang together', () => {
    const { store } = stored();
    const first = store.page(null, 2, { person: V1 });
    const next = store.page(first.at(-1)?.id ?? null, 2, { person: V1 });
    expect([...first, ...next].map(({ at_ms }) => at_ms)).toEqual([70, 60, 50, 40]);
  });

  it('says whom each line is about', () => {
    expect(stored().store.page(null, 1, { action: 'read' })[0]?.people).toEqual([O1, V1]);
  });

  it('finds a person’s lines by the person, and does not look through all lines', () => {
    const { db } = stored();
    const plan = db
      .prepare(
        'EXPLAIN QUERY PLAN SELECT access_log.* FROM access_people CROSS JOIN access_log ON id = access_id WHERE person_id = ? AND access_id < ? ORDER BY access_id DESC LIMIT ?',
      )
      .all('V1', 9, 9)
      .map((row) => String(row['detail']));
    expect(plan.join('\n')).toMatch(/SEARCH access_people USING .*access_by_person/);
    expect(plan.join('\n')).not.toMatch(/SCAN|TEMP B-TREE/);
  });

  it('of lines of before it was kept whom they are about, the leases of the record tell', () => {
    const db = open(5);
    const line = db.prepare(
      'INSERT INTO access_log (at, operator_id, action, incident_id, detail) VALUES (?, ?, ?, ?, ?)',
    );
    line.run(20, 'd1', 'lease-granted', 'I1', 'alarm');
    line.run(30, 'd2', 'lease-granted', 'I1', 'alarm');
    line.run(40, 'd1', 'read', 'I1', 'positions');
    const grant = (seq: number, at_ms: number, holder: string, subjects: readonly string[]) =>
      db
        .prepare(`INSERT INTO entries VALUES (?, 'I1', ?, x'00')`)
        .run(
          seq,
          JSON.stringify({ recordedAt_ms: at_ms, body: { kind: 'lease.granted', holders: [holder], subjects } }),
        );
    grant(1, 20, 'd1', ['O1', 'V1']);
    grant(2, 30, 'd2', ['O1']);
    migrate(db, migrations.slice(5));
    const seen = createAccessStore(db).page(null, 10, { person: V1, action: 'seen' });
    expect(seen.map(({ at_ms, operatorId: who }) => [at_ms, who])).toEqual([
      [40, 'd1'],
      [20, 'd1'],
    ]);
  });

  it('takes over what a day of many desks has left in seconds, and not in hours', () => {
    const db = open(5);
    const line = db.prepare(
      'INSERT INTO access_log (at, operator_id, action, incident_id, detail) VALUES (?, ?, ?, ?, NULL)',
    );
    const entry = db.prepare(`INSERT INTO entries VALUES (?, ?, ?, x'00')`);
    const [incidents, desks] = [400, 14];
    let seq = 0;
    db.exec('BEGIN');
    for (let incident = 1; incident <= incidents; incident += 1) {
      for (let desk = 1; desk <= desks; desk += 1) {
        const body = { kind: 'lease.granted', holders: [`d${desk}`], subjects: [`O${incident}`, `V${incident}`] };
        entry.run((seq += 1), `I${incident}`, JSON.stringify({ recordedAt_ms: incident, body }));
        for (const action of ['lease-granted', 'lease-renewed', 'lease-ended'])
          line.run(incident, `d${desk}`, action, `I${incident}`);
      }
    }
    db.exec('COMMIT');
    const [step] = migrations.slice(5);
    if (typeof step === 'function') step(db);
    expect(db.prepare('SELECT count(*) AS n FROM access_people').get()?.['n']).toBe(incidents * desks * 3 * 2);
  });
});
