import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { DeviceId, OrderId, PersonId } from '../../../../../shared/domain/ids.ts';
import { d1, fixAt, HOME, O, policy, setup, START_MS, reports, startWatch, V } from '../watch.ts';
import { answered } from '../../../../builders/answered.ts';

const OTHER = PersonId.parse('V-other');
const NEWER = OrderId.parse('order-newer');
const BEGINS_MS = START_MS + 60_000;
const FAR = destination(HOME, 0, 60_000);

/** The offender of a running order gets a second one, for another victim, that begins a minute after the start. */
const twoOrders = () => {
  const [order] = setup.orders;
  const [, victim] = setup.people;
  if (order === undefined || victim === undefined) throw new Error('no order in the test setup');
  return {
    ...setup,
    people: [...setup.people, { ...victim, id: OTHER, deviceId: DeviceId.parse('device-other') }],
    orders: [order, { ...order, id: NEWER, victims: [OTHER], zones: [], validFrom_ms: BEGINS_MS }],
  };
};

describe('an order that begins while its offender is watched under another', () => {
  it('neither judges, keeps nor shows where he was before, and calls nobody silent', () => {
    const watch = startWatch({ setup: twoOrders() });
    watch.monitoring.setSignedIn([d1]);
    const report = (metres: number): void => {
      watch.monitoring.ingestFix(V, fixAt(FAR, watch.now()), watch.now());
      watch.monitoring.ingestFix(O, fixAt(destination(HOME, 0, metres), watch.now()), watch.now());
    };
    // Beside her until three seconds before the order begins.
    watch.pass(57, () => report(50));
    watch.pass(10);
    expect(watch.bodies('alert.raised')).toEqual([]);
    expect(reports(watch, 'sos', OTHER).ok).toBe(true);
    const seen = () => watch.monitoring.presenceFor(d1.id, 1).subjects.length - setup.units.length;
    expect(seen()).toBe(0);
    watch.monitoring.ingestFix(OTHER, fixAt(HOME, watch.now()), watch.now());
    watch.monitoring.ingestFix(O, fixAt(destination(HOME, 0, 700), watch.now()), watch.now());
    expect(seen()).toBe(2);
    const incident = [...watch.monitoring.world().incidents.values()].find(({ orderId }) => orderId === NEWER);
    if (incident === undefined) throw new Error('the button raised no incident');
    const opened = watch.monitoring.leasesOf(d1.id).flatMap(({ leadIn }) => leadIn.flatMap(({ points }) => points));
    const positions = answered(watch.monitoring.positions, incident.id, d1);
    const kept = positions.ok ? positions.value.tracks.flatMap(({ points }) => points) : [];
    expect(kept.length).toBeGreaterThan(0);
    expect(opened.length).toBeGreaterThan(0);
    for (const { at_ms } of [...kept, ...opened]) expect(at_ms).toBeGreaterThanOrEqual(BEGINS_MS);
  });

  it('calls silent whom it has not heard of for as long as that takes', () => {
    const watch = startWatch({ setup: twoOrders() });
    watch.pass(61, () => watch.monitoring.ingestFix(V, fixAt(FAR, watch.now()), watch.now()));
    const silent = () =>
      watch.bodies('alert.raised').filter(({ alert }) => alert.rule.type === 'device' && alert.rule.person === OTHER);
    watch.pass(policy.silence.after_s - 3);
    expect(silent()).toEqual([]);
    watch.pass(4);
    expect(silent()).toHaveLength(1);
  });
});
