import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { DeviceId, GuidanceId, OrderId, PersonId, PlaceId } from '../../../../../shared/domain/ids.ts';
import type { IncidentId } from '../../../../../shared/domain/ids.ts';
import type { Order } from '../../../../../shared/domain/orders.ts';
import { canonical, digestOf } from '../../../../../main/evidence/canonical.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { d1, fixAt, HOME, O, policy, setup, startWatch, supervisor, V } from '../watch.ts';
import type { Watch } from '../watch.ts';
import { answered } from '../../../../builders/answered.ts';

const EVERY_S = policy.record.commitEvery_s;
const memory = (): Store => openStore(':memory:', secretFrom(new Uint8Array(32)));

const only = (watch: Watch): IncidentId => {
  const raised = watch.store.record.since(0, 500).find(({ body }) => body.kind === 'incident.raised');
  if (raised?.incidentId === undefined || raised.incidentId === null) throw new Error('no incident');
  return raised.incidentId;
};
const breach = (over: Parameters<typeof startWatch>[0] = {}): Watch => {
  const watch = startWatch(over);
  watch.monitoring.setSignedIn([d1, supervisor]);
  watch.apart(5000);
  watch.apart(700);
  return watch;
};
const respond = (watch: Watch): void => {
  const incidentId = only(watch);
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
  watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null });
};
/** All that the record promises, checked against what opens. */
const checkPromises = (watch: Watch): number => {
  const pieces = watch.bodies('positions.committed').flatMap((body) => body.pieces);
  const seals = watch.store.sealed.seals.open(only(watch));
  expect(seals.map(({ commitment }) => commitment)).toEqual(pieces.map(({ commitment }) => commitment));
  for (const [index, { commitment, salt, content }] of seals.entries()) {
    const bytes = Buffer.concat([Buffer.from(salt, 'base64'), Buffer.from(canonical(content))]);
    expect(digestOf(bytes)).toBe(commitment);
    const { personId, points, from_ms, to_ms } = pieces[index] ?? {};
    const own = content.kind === 'positions' ? content.points : [];
    expect(content).toMatchObject({ kind: 'positions', personId });
    expect([own.length, own[0]?.at_ms, own.at(-1)?.at_ms]).toEqual([points, from_ms, to_ms]);
  }
  return pieces.reduce((sum, { points }) => sum + points, 0);
};

/** How many positions on disk the record does not commit to yet. */
const unpromised = (store: Store, incident: IncidentId): number =>
  store.sealed.positions.read(incident).pieces.reduce((sum, { points }) => sum + points.length, 0);

describe('commitments', () => {
  it('are made at the policy’s pace, one piece for each person, and every one opens to what it promised', () => {
    const watch = breach();
    const { points } = watch.store.sealed;
    watch.pass(EVERY_S + 2, () => watch.apart(690));
    expect(watch.bodies('positions.committed')).toHaveLength(1);
    expect(new Set(watch.bodies('positions.committed')[0]?.pieces.map((piece) => piece.personId))).toEqual(
      new Set([O, V]),
    );
    const before = points(only(watch));
    expect(unpromised(watch.store, only(watch))).toBeLessThan(10); // what has come since
    expect(checkPromises(watch)).toBe(before - unpromised(watch.store, only(watch)));
    watch.pass(2 * EVERY_S, () => watch.apart(690));
    expect(watch.bodies('positions.committed').length).toBeGreaterThanOrEqual(2);
    checkPromises(watch);
  });

  it('never carry the same salt or commitment twice, and no coordinate', () => {
    const watch = breach();
    watch.pass(3 * EVERY_S, () => watch.apart(690));
    const seals = watch.store.sealed.seals.open(only(watch));
    expect(new Set(seals.map(({ salt }) => salt)).size).toBe(seals.length);
    expect(JSON.stringify(watch.entries)).not.toMatch(/126\.92|37\.55/);
  });

  it('leave nothing out when the incident is resolved, and a review reads all of it in order', () => {
    const watch = breach();
    watch.pass(EVERY_S + 5, () => watch.apart(690));
    watch.apart(680); // still in memory
    const incidentId = only(watch);
    const review = (): readonly number[] => {
      expect(watch.ask(supervisor, { kind: 'lease.review', incidentId, reason: '가상' }).ok).toBe(true);
      const read = answered(watch.monitoring.positions, incidentId, supervisor);
      if (!read.ok) throw new Error(read.error.reason);
      for (const { points } of read.value.tracks) {
        const times = points.map((point) => point.at_ms);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
      }
      return read.value.tracks.map(({ points }) => points.length);
    };
    const before = review();
    respond(watch);
    expect(unpromised(watch.store, incidentId)).toBe(0);
    expect(review()).toEqual(before);
    expect(checkPromises(watch)).toBe(before.reduce((a, b) => a + b, 0));
  });

  it('are made for what a killed server left behind', () => {
    const folder = mkdtempSync(join(tmpdir(), 'jikim-commit-'));
    try {
      const open = (): Store => openStore(join(folder, 's.db'), secretFrom(new Uint8Array(32)));
      const killed = breach({ store: open() });
      killed.pass(5, () => killed.apart(690));
      killed.store.close(); // without a last word from the server
      const after = startWatch({ store: open(), now_ms: killed.now() + 1000 });
      const left = unpromised(after.store, only(after));
      expect(left).toBeGreaterThan(10);
      after.pass(EVERY_S + 2);
      expect(unpromised(after.store, only(after))).toBe(0);
      expect(checkPromises(after)).toBe(left);
      after.store.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('of incidents that began together do not fall into one tick', { timeout: 30_000 }, () => {
    const PAIRS = 2 * EVERY_S;
    const [order] = setup.orders;
    const [offender, victim] = setup.people;
    if (order === undefined || offender === undefined || victim === undefined) throw new Error('no order');
    const id = (kind: string, n: number): PersonId => PersonId.parse(`${kind}-${n}`);
    const numbers = Array.from({ length: PAIRS }, (_x, index) => index);
    const people = numbers.flatMap((n) => [
      { ...offender, id: id('O', n), deviceId: DeviceId.parse(`device-O-${n}`) },
      { ...victim, id: id('V', n), deviceId: DeviceId.parse(`device-V-${n}`) },
    ]);
    const orders = numbers.map((n): Order => ({
      ...order,
      id: OrderId.parse(`order-${n}`),
      offender: id('O', n),
      victims: [id('V', n)],
      zones: [],
    }));
    const watch = startWatch({ setup: { ...setup, people, orders } });
    const report = (): void => {
      for (const n of numbers) {
        watch.monitoring.ingestFix(id('V', n), fixAt(HOME, watch.now()), watch.now());
        watch.monitoring.ingestFix(id('O', n), fixAt(destination(HOME, 0, 700), watch.now()), watch.now());
      }
    };
    const perTick: number[] = [];
    for (let s = 0; s < 3 * EVERY_S; s += 1) {
      const before = watch.bodies('positions.committed').length;
      watch.pass(1, report);
      perTick.push(watch.bodies('positions.committed').length - before);
    }
    expect(watch.monitoring.world().incidents.size).toBe(PAIRS);
    expect(Math.max(...perTick)).toBe(2);
    const committed = new Set(
      watch.entries.flatMap((entry) => (entry.body.kind === 'positions.committed' ? [entry.incidentId] : [])),
    );
    expect(committed.size).toBe(PAIRS);
  });

  it('are made for routes of guidance too, and content of an incident whose key is gone is gone at once', () => {
    const store = memory();
    const watch = breach({ store });
    const incident = only(watch);
    const content = {
      ...({ kind: 'guidance', guidanceId: GuidanceId.parse('g-1'), placeId: PlaceId.parse('p-1') } as const),
      route: [HOME],
    };
    const fresh = store.sealed.seals.close(incident, content);
    expect(store.sealed.seals.open(incident)).toEqual([]);
    store.commit({ seals: [fresh] });
    expect(store.sealed.seals.open(incident)).toMatchObject([{ commitment: fresh.commitment, content }]);
    store.commit({ forgotten: [{ incident, at_ms: 1 }] });
    const late = store.sealed.seals.close(incident, content);
    store.commit({ seals: [late] });
    expect(late.commitment).toMatch(/^[0-9a-f]{64}$/);
    expect(store.sealed.seals.open(incident)).toEqual([]);
    expect(store.sealed.remaining().has(incident)).toBe(false);
  });
});
