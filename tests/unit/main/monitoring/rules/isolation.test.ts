import { describe, expect, it } from 'vitest';
import { testBulkheads } from '../../../../builders/bulkheads.ts';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { DeviceId, OrderId, PersonId } from '../../../../../shared/domain/ids.ts';
import type { Order } from '../../../../../shared/domain/orders.ts';
import type { Setup } from '../../../../../main/monitoring/register/setup.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Store } from '../../../../../main/monitoring/store/sqlite/store.ts';
import { d1, fixAt, HOME, O, ORDER, policy, setup, START_MS, startWatch, supervisor, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const O2 = PersonId.parse('O-second');
const V2 = PersonId.parse('V-second');
const ORDER2 = OrderId.parse('order-second');
const FAR = destination(HOME, 0, 60_000);

/** The order of all tests, and a second one beside it, as if it were read from somewhere. */
const two = (change: (order: Order) => Order = (order) => order): Setup => {
  const [first] = setup.orders;
  if (first === undefined) throw new Error('there is an order');
  const person = (id: PersonId, role: 'offender' | 'victim') =>
    ({ id, role, name: `가명 ${id}`, deviceId: DeviceId.parse(`device-${id}`), interval_s: 1 }) as const;
  return {
    ...setup,
    people: [...setup.people, person(O2, 'offender'), person(V2, 'victim')],
    orders: [change(first), { ...first, id: ORDER2, offender: O2, victims: [V2], zones: [] }],
  };
};

/** The second order's people report, 20 km apart and then 50 m. */
const second = (watch: Watch, metres: number): void => {
  watch.monitoring.ingestFix(V2, fixAt(FAR, watch.now()), watch.now());
  watch.monitoring.ingestFix(O2, fixAt(destination(FAR, 90, metres), watch.now()), watch.now());
};

/** Alerts of what people and devices do; that an order is not watched over is an alert of its own. */
const raisedOfPeople = (watch: Watch) =>
  watch.bodies('alert.raised').filter(({ alert }) => alert.rule.type !== 'watch');
const levels = (watch: Watch): readonly string[] =>
  raisedOfPeople(watch).map(({ alert }) => `${alert.rule.type} ${alert.level} ${alert.certainty}`);

/** An order whose limits cannot be read: whatever is evaluated under it throws. */
const poisoned = (order: Order): Order =>
  Object.defineProperty({ ...order }, 'limits', {
    get: () => {
      throw new TypeError('poisoned');
    },
  });

describe('one order that fails', () => {
  it('a victim silent for 31 min is watched over at her last known place, and others hear of theirs', () => {
    const watch = startWatch({ setup: two() });
    watch.monitoring.ingestFix(V, fixAt(HOME, watch.now()), watch.now());
    watch.pass(31 * 60, () => second(watch, 20_000));
    watch.monitoring.ingestFix(O, fixAt(destination(HOME, 0, 50), watch.now()), watch.now());
    expect(watch.failures).toEqual([]);
    const contact = watch.bodies('alert.raised').find(({ alert }) => alert.level === 'contact')?.alert;
    expect([contact?.certainty, contact?.code, contact?.cause]).toEqual(['likely', 0, 'position']);
    expect(Object.values(contact?.separation ?? { none: Number.NaN }).every(Number.isFinite)).toBe(true);
    watch.pass(policy.silence.after_s + 1);
    expect(watch.bodies('alert.raised').filter(({ alert }) => alert.rule.type === 'device').length).toBeGreaterThan(1);
  });

  it('that cannot be evaluated is told within a second and takes no other with it', () => {
    const watch = startWatch({ setup: two(poisoned) });
    watch.pass(1, () => second(watch, 50));
    expect(levels(watch)).toEqual(['proximity contact confirmed']);
    watch.apart(50);
    watch.pass(1);
    expect(watch.bodies('order.unwatched')).toEqual([{ kind: 'order.unwatched', orderId: ORDER }]);
    expect([...watch.monitoring.world().unwatched.keys()]).toEqual([ORDER]);
    expect(watch.failures.length).toBeGreaterThan(0);
  });

  it('rings as an alert of its own order, is acknowledged and passed on as any other, and opens the offender alone', () => {
    // What its desks are shown of it fails as well.
    const watch = startWatch({ setup: two(poisoned), bulkhead: testBulkheads() });
    watch.monitoring.setSignedIn([d1, supervisor]);
    watch.pass(1, () => second(watch, 20_000));
    const [incident] = watch.monitoring.world().incidents.values();
    expect(incident).toMatchObject({ orderId: ORDER, code: 1, unacknowledged: true, soundings: 1 });
    expect(watch.bodies('alert.raised').map(({ alert }) => [alert.rule.type, alert.level, alert.certainty])).toEqual([
      ['watch', 'unwatched', 'possible'],
    ]);
    expect(watch.bodies('lease.granted').flatMap(({ subjects }) => subjects)).toEqual([O]);
    // Told once, however long it lasts.
    watch.pass(policy.escalation.after_s[1] ?? 0);
    expect([watch.bodies('alert.raised').length, watch.bodies('incident.escalated').length]).toEqual([1, 1]);
    if (incident === undefined) throw new Error('no incident');
    expect(watch.ask(d1, { kind: 'incident.acknowledge', incidentId: incident.id, sounding: 1 }).ok).toBe(true);
  });

  it('is told when it is watched over again, and what was heard meanwhile is weighed', () => {
    const [first] = setup.orders;
    if (first === undefined) throw new Error('there is an order');
    let broken = false;
    const flaky = Object.defineProperty({ ...first }, 'limits', {
      get: () => {
        if (broken) throw new TypeError('poisoned');
        return first.limits;
      },
    });
    const watch = startWatch({ setup: { ...setup, orders: [flaky] } });
    broken = true;
    watch.apart(30);
    watch.pass(1);
    expect(watch.bodies('order.unwatched')).toHaveLength(1);
    broken = false;
    watch.pass(1);
    expect(watch.bodies('order.watched')).toHaveLength(1);
    expect(watch.monitoring.world().unwatched.size).toBe(0);
    const ended = watch.bodies('alert.cleared').filter(({ reason }) => reason === 'recovered');
    expect(ended).toHaveLength(1);
    expect(levels(watch)).toEqual(['proximity contact confirmed']);
  });
});

describe('a distance that is not finite', () => {
  it('reaches no entry: its order is told, and others hear of theirs', () => {
    // No setup is read with such an interval; what matters is how far the radius gets that follows from it.
    const both = two();
    const people = both.people.map((one) => (one.id === V ? { ...one, interval_s: Number.NaN } : one));
    const watch = startWatch({ setup: { ...both, people } });
    watch.apart(50);
    second(watch, 50);
    watch.pass(1);
    expect(watch.bodies('order.unwatched')).toEqual([{ kind: 'order.unwatched', orderId: ORDER }]);
    expect(levels(watch)).toEqual(['proximity contact confirmed']);
    expect([...watch.monitoring.world().incidents.values()].map(({ orderId }) => orderId)).toEqual([ORDER2, ORDER]);
  });
});

describe('what a device says of its clock', () => {
  it('costs its order no rule, however absurd it is', () => {
    const watch = startWatch();
    watch.apart(5000);
    watch.pass(60, () => {
      watch.monitoring.ingestSigns(O, [{ kind: 'heard' }, { kind: 'clock-wrong', offset_s: 9.3e15 }], watch.now());
    });
    watch.apart(50);
    watch.pass(1);
    expect(watch.failures).toEqual([]);
    expect(watch.bodies('order.unwatched')).toEqual([]);
    expect(levels(watch)).toContain('proximity contact confirmed');
  });
});

describe('a store that refuses for a moment', () => {
  /** A store that can be made to refuse every write. */
  const refusing = (): { broken: boolean; readonly store: Store } => {
    const real = openStore(':memory:', secretFrom(new Uint8Array(32)));
    const commit: Store['commit'] = (change) => {
      if (disk.broken) throw new Error('disk full');
      real.commit(change);
    };
    const disk = { broken: false, store: { ...real, commit } };
    return disk;
  };

  it('does not lose a pass between two fixes that is over when it takes again', () => {
    const disk = refusing();
    const watch = startWatch({ store: disk.store });
    watch.monitoring.setSignedIn([d1]);
    const report = (east_m: number): void => {
      const at = destination(destination(HOME, 0, 30), 90, east_m);
      watch.monitoring.ingestFix(V, fixAt(HOME, watch.now()), watch.now());
      watch.monitoring.ingestFix(O, fixAt(at, watch.now(), { speed_mps: 20 }), watch.now());
    };
    watch.pass(1, () => report(-1500));
    disk.broken = true;
    // 60 s later he is 1,500 m beyond: he passed her at 30 m in between.
    watch.pass(59);
    watch.pass(1, () => report(1500));
    expect(watch.entries.filter(({ body }) => body.kind === 'alert.level')).toEqual([]);
    disk.broken = false;
    watch.pass(1);
    const contact = [...watch.bodies('alert.level'), ...watch.bodies('alert.raised')].find(
      ({ alert }) => alert.level === 'contact',
    );
    expect(contact?.alert.certainty).toBe('confirmed');
    expect(Math.abs((contact?.alert.closestAt_ms ?? 0) - (START_MS + 31_000))).toBeLessThan(1000);
  });

  it('writes what was found meanwhile with the time and the id that it was found with, once', () => {
    const disk = refusing();
    const watch = startWatch({ store: disk.store });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    disk.broken = true;
    watch.apart(900);
    const found_ms = watch.now();
    // He is gone again, and has been for longer than leaving takes, before the disk takes anything.
    watch.pass(30, () => watch.apart(900));
    watch.pass(2 * policy.hysteresis.dwell_s, () => watch.apart(5000));
    expect(watch.entries).toEqual([]);
    disk.broken = false;
    watch.pass(1);
    const ofAlerts = watch.entries.filter(({ body }) => 'alert' in body || body.kind === 'alert.cleared');
    expect(ofAlerts.map(({ body }) => body.kind)).toEqual(['alert.raised', 'alert.cleared']);
    const [raised, cleared] = ofAlerts;
    expect(raised?.at_ms).toBe(found_ms);
    expect(raised?.recordedAt_ms).toBe(watch.now());
    expect(cleared?.at_ms).toBeLessThan(watch.now());
    expect(watch.bodies('alert.cleared')[0]?.alertId).toBe(watch.bodies('alert.raised')[0]?.alert.alertId);
    watch.pass(30);
    expect(watch.bodies('alert.raised')).toHaveLength(1);
  });
});
