import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keysFileOf } from '../../../../../main/monitoring/store/sqlite/keys.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { IncidentId } from '../../../../../shared/domain/ids.ts';
import { d1, HOME, O, policy, setup, reports, startWatch, supervisor, V, withoutStories } from '../watch.ts';
import type { Watch } from '../watch.ts';
import { answered } from '../../../../builders/answered.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-outage-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LATER_MS = Date.parse('2026-03-06T12:00:00Z');
const file = (): string => join(folder, 'server.db');
const open = (): Store => openStore(file(), secretFrom(new Uint8Array(32)));

/** A store that can be made to refuse every write. */
const refusing = (real: Store = openStore(':memory:', secretFrom(new Uint8Array(32)))) => {
  const disk = {
    broken: false,
    store: {
      ...real,
      commit: (change: Parameters<Store['commit']>[0]): void => {
        if (disk.broken) throw new Error('disk full');
        real.commit(change);
      },
    },
  };
  return disk;
};

const only = (watch: Watch) => {
  const [incident] = watch.monitoring.world().incidents.values();
  if (incident === undefined) throw new Error('no incident');
  return incident;
};

describe('what was found while nothing could be written', () => {
  it('comes before a command that is given only now: what rose meanwhile has to be acknowledged first', () => {
    const disk = refusing();
    const watch = startWatch({ store: disk.store });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    watch.apart(1800);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId: only(watch).id });
    disk.broken = true;
    watch.pass(15, () => watch.apart(700));
    disk.broken = false;
    const { id: incidentId } = only(watch);
    const answer = watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null });
    expect(answer).toEqual({ ok: false, error: { reason: 'wrong-state', state: 'raised' } });
    watch.pass(1);
    expect(watch.bodies('alert.level').map(({ alert }) => alert.level)).toEqual(['alert']);
    // Nothing runs on that has ended: he leaves, and the alert is told as left.
    watch.pass(policy.hysteresis.dwell_s + 30, () => watch.apart(9000));
    expect(watch.bodies('alert.cleared').map(({ reason }) => reason)).toEqual(['left']);
  });

  it('is written before an orderly end, and so is a press that is owed', () => {
    const disk = refusing();
    const watch = startWatch({ store: disk.store });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    disk.broken = true;
    watch.apart(700);
    expect(reports(watch, 'sos', V).ok).toBe(false);
    disk.broken = false;
    void watch.monitoring.close(); // done when it returns: its store writes within the call
    expect(watch.bodies('alert.raised').map(({ alert }) => alert.rule.type)).toEqual(
      expect.arrayContaining(['proximity', 'sos']),
    );
  });

  it('takes along the ways since, so that the breach itself is among the positions of its incident', () => {
    const disk = refusing();
    const watch = startWatch({ store: disk.store });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    disk.broken = true;
    watch.apart(700);
    const found_ms = watch.now();
    watch.pass(60, () => watch.apart(700));
    disk.broken = false;
    watch.pass(2, () => watch.apart(700));
    const positions = answered(watch.monitoring.positions, only(watch).id, d1);
    if (!positions.ok) throw new Error('no lease');
    const begins = positions.value.tracks.map(({ personId, points }) => [personId, points[0]?.at_ms]);
    expect(new Map(begins as [string, number][])).toEqual(
      new Map([
        [O, found_ms],
        [V, found_ms],
      ]),
    );
  });
});

it('an order whose found entries may not be recorded is told as unwatched', () => {
  const [order] = setup.orders;
  if (order === undefined) throw new Error('there is an order');
  const [zone] = order.zones;
  if (zone === undefined) throw new Error('there is a zone');
  // A zone without a name fits no entry.
  const nameless = {
    ...zone,
    id: '' as typeof zone.id,
    shape: { type: 'circle', centre: HOME, radius_m: 300 },
  } as const;
  const watch = startWatch({ setup: { ...setup, orders: [{ ...order, zones: [nameless] }] } });
  watch.monitoring.setSignedIn([d1]);
  watch.apart(5000);
  watch.pass(5, () => watch.apart(100));
  expect(watch.bodies('order.unwatched')).toHaveLength(1);
  expect(watch.bodies('order.watched')).toEqual([]);
});

describe('what is to be destroyed', () => {
  /** An incident that was closed while the keys file was held: its key is owed, and the server is killed. */
  const owing = (): IncidentId => {
    const store = open();
    const watch = startWatch({ store, policy: withoutStories });
    watch.monitoring.setSignedIn([d1, supervisor]);
    watch.apart(5000);
    watch.apart(1800);
    watch.pass(3, () => watch.apart(1800));
    const { id: incidentId } = only(watch);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
    expect(watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null }).ok).toBe(true);
    const keys = new DatabaseSync(keysFileOf(file()));
    keys.exec('BEGIN IMMEDIATE');
    expect(watch.ask(supervisor, { kind: 'incident.close', incidentId, review: '가상' }).ok).toBe(true);
    expect(watch.kinds()).toContain('positions.deleted');
    expect(store.sealed.remaining().size).toBe(1);
    keys.close();
    store.close();
    return incidentId;
  };

  it('at a start is tried until it is done', () => {
    const closed = owing();
    const real = open();
    const disk = refusing(real);
    disk.broken = true;
    const watch = startWatch({ store: disk.store, now_ms: LATER_MS });
    expect(real.sealed.remaining().has(closed)).toBe(true);
    disk.broken = false;
    watch.pass(2);
    expect(real.sealed.remaining().has(closed)).toBe(false);
    real.close();
  });

  it('after a restore is destroyed before the record tells of the restore: later nobody would know', () => {
    const younger = IncidentId.parse('inc-younger');
    const point = { at_ms: 1, lon: HOME[0], lat: HOME[1], accuracy_m: 5, heading_deg: null, speed_mps: null };
    const before = open();
    before.commit({ gathered: [{ incident: younger, pieces: [{ personId: V, points: [point] }] }] });
    before.close();
    const db = new DatabaseSync(file());
    db.exec('INSERT INTO restored VALUES (0, 1)');
    db.close();
    const real = open();
    const disk = refusing(real);
    disk.broken = true;
    const watch = startWatch({ store: disk.store, now_ms: LATER_MS });
    watch.pass(2);
    expect(real.restored.mark()).not.toBeNull();
    expect(real.sealed.remaining().has(younger)).toBe(true);
    disk.broken = false;
    watch.pass(3);
    expect(real.sealed.remaining().has(younger)).toBe(false);
    expect(watch.bodies('record.restored')).toHaveLength(1);
    expect(real.restored.mark()).toBeNull();
    real.close();
  });
});

it('a held keys file keeps nothing from incidents that have their key, nor from commands and buttons', () => {
  const store = open();
  const watch = startWatch({ store });
  watch.monitoring.setSignedIn([d1]);
  watch.apart(5000);
  watch.apart(700);
  watch.pass(2, () => watch.apart(700));
  const keys = new DatabaseSync(keysFileOf(file()));
  keys.exec('BEGIN IMMEDIATE');
  // Somebody who has no key yet: what is gathered of them waits.
  const other = IncidentId.parse('inc-other');
  expect(() => store.commit({ gathered: [{ incident: other, pieces: [{ personId: V, points: [] }] }] })).toThrow(
    'locked',
  );
  const { id: incidentId } = only(watch);
  expect(watch.ask(d1, { kind: 'incident.acknowledge', incidentId }).ok).toBe(true);
  expect(reports(watch, 'sos', V).ok).toBe(true);
  keys.close();
  store.close();
});
