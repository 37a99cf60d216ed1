import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { d1, fixAt, HOME, O, ORDER, policy, setup, START_MS, reports, startWatch, supervisor, V } from '../watch.ts';
import type { Watch } from '../watch.ts';
import { answered } from '../../../../builders/answered.ts';

const DAY_MS = 86_400_000;
const rules = (watch: Watch) =>
  watch.bodies('alert.raised').map((b) => (b.alert.rule.type === 'device' ? b.alert.rule.kind : b.alert.rule.type));
/** The same alerts of the offender alone. */
const ofOffender = (watch: Watch) =>
  watch
    .bodies('alert.raised')
    .flatMap(({ alert: { rule } }) => (rule.type === 'device' && rule.person === O ? [rule.kind] : []));

describe('devices', () => {
  it.each([
    ['40 days', 40 * 86_400_000],
    ['1,024 weeks', 1024 * 7 * 86_400_000],
    ['56 years', START_MS],
  ])('that hand in fixes %s old are refused, and an hour old ones join no incident that is younger', (_, age_ms) => {
    const [order] = setup.orders;
    if (order === undefined) throw new Error('there is an order');
    const watch = startWatch({ setup: { ...setup, orders: [{ ...order, validFrom_ms: 0 }] } });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    watch.apart(700);
    const old = fixAt(HOME, watch.now() - age_ms);
    expect(watch.monitoring.ingestFix(O, old, watch.now())).toEqual({ accepted: false, reason: 'too-old' });
    expect(watch.monitoring.ingestFix(V, fixAt(HOME, watch.now() - 3_600_000), watch.now())).toEqual({
      accepted: true,
    });
    const [incident] = watch.monitoring.world().incidents.keys();
    if (incident === undefined) throw new Error('no incident');
    const kept = answered(watch.monitoring.positions, incident, d1);
    const times = kept.ok ? kept.value.tracks.flatMap(({ points }) => points.map(({ at_ms }) => at_ms)) : [];
    expect(times.length).toBeGreaterThan(0);
    expect(Math.min(...times)).toBeGreaterThan(watch.now() - 900_000);
  });

  it('report silence once per silence, and its end', () => {
    const watch = startWatch();
    watch.apart(5000);
    watch.pass(policy.silence.after_s - 1);
    expect(rules(watch)).toEqual([]);
    watch.pass(30);
    expect(ofOffender(watch)).toEqual(['silence']);
    watch.apart(5000);
    // Of the offender and of the victim, whose phone was as silent.
    expect(watch.bodies('alert.cleared').map((b) => b.reason)).toEqual(['fix-returned', 'fix-returned']);
    watch.pass(policy.silence.after_s + 1);
    // The incident of the first silence still runs: the second joins it.
    expect(ofOffender(watch)).toEqual(['silence', 'silence']);
    expect(watch.monitoring.world().incidents.size).toBe(1);
  });

  it('stay silent through a resolution and through fixes that only fill in the past', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    watch.pass(policy.silence.after_s + 1);
    const [incident] = watch.monitoring.world().incidents.values();
    if (incident === undefined) throw new Error('no incident');
    const old = fixAt(destination(HOME, 0, 5000), START_MS - 60_000);
    expect(watch.monitoring.ingestFix(O, old, watch.now())).toEqual({ accepted: true });
    expect(watch.kinds()).not.toContain('alert.cleared');
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId: incident.id });
    watch.ask(d1, { kind: 'incident.resolve', incidentId: incident.id, outcome: 'technical-fault', cause: null });
    watch.pass(5);
    expect(ofOffender(watch)).toEqual(['silence']);
  });

  it('are not called silent for a silence of the server itself', () => {
    const first = startWatch();
    first.apart(5000);
    void first.monitoring.close(); // done when it returns: its store writes within the call
    const later = startWatch({ store: first.store, now_ms: START_MS + 3_600_000 });
    later.pass(1);
    expect(rules(later)).toEqual([]);
    // After the time in which it should have reported, the last known fix counts: silent since then.
    later.pass(5);
    expect(ofOffender(later)).toEqual(['silence']);
  });

  it('report a low battery once until it is charged', () => {
    const watch = startWatch();
    watch.apart(5000, { battery_percent: 9 });
    watch.apart(5000, { battery_percent: 8 });
    expect(rules(watch)).toEqual(['battery-low']);
    watch.apart(5000, { battery_percent: 60 });
    expect(watch.kinds()).toContain('alert.cleared');
    watch.apart(5000, { battery_percent: 9 });
    expect(rules(watch)).toEqual(['battery-low', 'battery-low']);
  });

  it('sound again with every press of the button and every tamper', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1]);
    expect(reports(watch, 'sos', V).ok).toBe(true);
    expect(reports(watch, 'sos', V).ok).toBe(true);
    expect(reports(watch, 'strap-tamper', O).ok).toBe(true);
    expect(reports(watch, 'strap-tamper', O).ok).toBe(true);
    expect(rules(watch)).toEqual(['sos', 'strap-tamper']);
    expect(watch.bodies('alert.repeated')).toHaveLength(2);
    expect(watch.monitoring.leasesOf(d1.id)).toHaveLength(1);
  });

  it('raise SOS and tamper without a valid order, and nothing else', () => {
    const ended = setup.orders.map((order) => ({ ...order, validTo_ms: START_MS - 1 }));
    const watch = startWatch({ setup: { ...setup, orders: ended } });
    expect(watch.monitoring.ingestFix(O, fixAt(HOME, watch.now()), watch.now())).toEqual({
      accepted: false,
      reason: 'no-order',
    });
    expect(reports(watch, 'jamming', O)).toEqual({ ok: false, error: 'no-order' });
    expect(reports(watch, 'sos', V).ok).toBe(true);
    expect(reports(watch, 'strap-tamper', O).ok).toBe(true);
    expect(rules(watch)).toEqual(['sos', 'strap-tamper']);
    // Once its incident runs, positions of its people are taken again.
    expect(watch.monitoring.ingestFix(O, fixAt(HOME, watch.now()), watch.now())).toEqual({ accepted: true });
  });

  it('have a breach ended by the end of the order, while the incident goes on', () => {
    const soon = setup.orders.map((order) => ({ ...order, validTo_ms: START_MS + 5000 }));
    const watch = startWatch({ setup: { ...setup, orders: soon } });
    watch.apart(700);
    watch.pass(6);
    expect(watch.bodies('alert.cleared').map((b) => b.reason)).toEqual(['order-ended']);
    expect([...watch.monitoring.world().incidents.values()].map((i) => i.status)).toEqual(['raised']);
  });

  it('may be ended by the response and raise anew afterwards', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1, supervisor]);
    watch.monitoring.sos(V, watch.now());
    const [incident] = watch.monitoring.world().incidents.values();
    if (incident === undefined) throw new Error('no incident');
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId: incident.id });
    watch.ask(d1, { kind: 'incident.resolve', incidentId: incident.id, outcome: 'no-contact-found', cause: null });
    watch.monitoring.sos(V, watch.now());
    expect(rules(watch)).toEqual(['sos', 'sos']);
    expect(watch.monitoring.world().incidents.size).toBe(2);
  });
});

describe('fixes', () => {
  const watch = startWatch();
  const at = (offset_ms: number) => watch.monitoring.ingestFix(O, fixAt(HOME, START_MS + offset_ms), START_MS);

  it('are refused with a reason when from the future or already there', () => {
    expect(at(0)).toEqual({ accepted: true });
    expect(at(0)).toEqual({ accepted: false, reason: 'duplicate' });
    expect(at(policy.fixes.future_s * 1000 + 1)).toEqual({ accepted: false, reason: 'future' });
    expect(at(policy.fixes.future_s * 1000)).toEqual({ accepted: true });
    expect(at(0)).toEqual({ accepted: false, reason: 'duplicate' });
  });

  it('that come late do not rewind the present', () => {
    const late = startWatch();
    late.monitoring.setSignedIn([d1]);
    late.apart(700);
    const handle = late.monitoring.directory().people.find((p) => p.person.id === O)?.handle;
    const place = () => late.monitoring.presenceFor(d1.id, 1).subjects.find((s) => s.handle === handle)?.lat;
    const before = place();
    const old = fixAt(destination(HOME, 90, 2000), late.now() - 30_000);
    expect(late.monitoring.ingestFix(O, old, late.now())).toEqual({ accepted: true });
    expect(place()).toBe(before);
    expect(late.monitoring.ingestFix(O, old, late.now())).toEqual({ accepted: false, reason: 'duplicate' });
  });

  it('of people nobody knows are refused', () => {
    const unknown = startWatch({ setup: { ...setup, people: [], orders: [] } });
    expect(unknown.monitoring.ingestFix(O, fixAt(HOME, START_MS), START_MS)).toEqual({
      accepted: false,
      reason: 'unknown-person',
    });
    expect(setup.orders[0]?.id).toBe(ORDER);
    expect(setup.orders[0]?.validTo_ms).toBe(START_MS + DAY_MS);
  });
});
