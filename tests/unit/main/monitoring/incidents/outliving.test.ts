import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { DeviceId, PersonId } from '../../../../../shared/domain/ids.ts';
import type { UnitId } from '../../../../../shared/domain/ids.ts';
import type { Outcome } from '../../../../../shared/domain/incidents/entries.ts';
import { outlivingBreaches } from '../../../../../shared/domain/incidents/outliving.ts';
import { isRunning } from '../../../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../../../shared/domain/incidents/state.ts';
import { d1, fixAt, HOME, O, ORDER, policy, reports, setup, START_MS, startWatch, UNIT, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const { outliving } = policy;

/** Both report each second while the offender walks on the line north of the victim, from one distance to the other. */
const walk = (watch: Watch, from_m: number, to_m: number, seconds: number): void => {
  let second = 0;
  watch.pass(seconds, () => {
    second += 1;
    const metres = from_m + ((to_m - from_m) * second) / seconds;
    const speed_mps = Math.abs(to_m - from_m) / seconds;
    watch.monitoring.ingestFix(V, fixAt(HOME, watch.now(), { speed_mps: 0 }), watch.now());
    const heading_deg = to_m < from_m ? 180 : 0;
    const at = destination(HOME, 0, metres);
    watch.monitoring.ingestFix(O, fixAt(at, watch.now(), { speed_mps, heading_deg }), watch.now());
  });
};
const stand = (watch: Watch, metres: number, seconds: number): void => walk(watch, metres, metres, seconds);

const all = (watch: Watch): readonly Incident[] => [...watch.monitoring.world().incidents.values()];
const last = (watch: Watch): Incident => {
  const incident = all(watch).at(-1);
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
const ringing = (watch: Watch): readonly Incident[] => all(watch).filter(({ unacknowledged }) => unacknowledged);
const stillWithin = (watch: Watch) => outlivingBreaches(watch.monitoring.world(), ORDER);

const acknowledge = (watch: Watch): void => {
  const { id: incidentId, soundings: sounding } = last(watch);
  expect(watch.ask(d1, { kind: 'incident.acknowledge', incidentId, sounding })).toMatchObject({ ok: true });
};
const resolve = (watch: Watch, outcome: Outcome, despiteClosing = false) => {
  const { id: incidentId, soundings: sounding } = last(watch);
  const cause = outcome === 'false-alert' ? '가상의 원인' : null;
  return watch.ask(d1, {
    ...({ kind: 'incident.resolve', incidentId, outcome } as const),
    ...{ cause, sounding, despiteClosing },
  });
};
/** Somebody drives to the scene and stands there, `metres` from the victim. */
const patrolAt = (watch: Watch, metres: number, unit: UnitId = UNIT): void =>
  void watch.monitoring.ingestUnitFix(unit, fixAt(destination(HOME, 0, metres), watch.now()));
const patrolOnScene = (watch: Watch, metres: number): void => {
  const { id: incidentId } = last(watch);
  expect(watch.ask(d1, { kind: 'unit.assign', incidentId, unitId: UNIT }).ok).toBe(true);
  for (const status of ['en-route', 'on-scene'] as const)
    expect(watch.ask(d1, { kind: 'unit.setStatus', unitId: UNIT, status }).ok).toBe(true);
  patrolAt(watch, metres);
};

/** A breach at the distance that has been answered and is about to be resolved. */
const answeredAt = (metres: number): Watch => {
  const watch = startWatch();
  watch.monitoring.setSignedIn([d1]);
  stand(watch, 5000, 2);
  watch.wait(120);
  stand(watch, metres, 60);
  acknowledge(watch);
  return watch;
};

describe('L4: a breach that outlives the resolution of its incident', () => {
  it('is not silenced by a false alert at 220 m while he closes in: asked once, listed at once, ringing after a minute', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1]);
    walk(watch, 1500, 220, 1000);
    acknowledge(watch);
    expect(resolve(watch, 'false-alert')).toEqual({ ok: false, error: { reason: 'still-closing' } });
    expect(resolve(watch, 'false-alert', true)).toMatchObject({ ok: true });
    expect(watch.bodies('incident.resolved').at(-1)).toMatchObject({ outcome: 'false-alert', despiteClosing: true });
    const first = last(watch);
    expect(stillWithin(watch)).toMatchObject([{ incident: { id: first.id }, alert: { state: { level: 'alert' } } }]);

    walk(watch, 220, 150, outliving.closing_s - 1);
    expect(ringing(watch)).toEqual([]);
    walk(watch, 150, 148.8, 1);
    const next = last(watch);
    expect(ringing(watch).map(({ id }) => id)).toEqual([next.id]);
    expect(next).toMatchObject({ follows: first.id, code: policy.codes.alert, status: 'raised' });
    // With the distance of now, and not of when it began.
    expect([...next.alerts.values()][0]?.state.separation?.distance_m).toBeCloseTo(148.8, 0);
    // It goes on in one place only.
    expect(stillWithin(watch)).toEqual([]);
    expect(first.alerts.size).toBe(1);
    expect([...(watch.monitoring.world().incidents.get(first.id)?.alerts.values() ?? [])]).toMatchObject([
      { clearReason: 'continued' },
    ]);
    // And he is followed to the end of the way: within contact it rises, and rings in the new incident.
    acknowledge(watch);
    walk(watch, 148.8, 40, 90);
    expect(last(watch)).toMatchObject({ id: next.id, code: policy.codes.contact, unacknowledged: true });
  });

  it('rings after five minutes where nobody closes in', () => {
    const watch = answeredAt(700);
    expect(resolve(watch, 'no-contact-found').ok).toBe(true);
    stand(watch, 700, outliving.otherwise_s - 1);
    expect(ringing(watch)).toEqual([]);
    stand(watch, 700, 1);
    expect(ringing(watch)).toMatchObject([{ code: policy.codes.alert, follows: all(watch)[0]?.id }]);
  });

  it('rings at once as it rises', () => {
    const watch = answeredAt(700);
    resolve(watch, 'no-contact-found');
    stand(watch, 700, 5);
    walk(watch, 700, 60, 20);
    expect(ringing(watch)).toMatchObject([{ code: policy.codes.contact, follows: all(watch)[0]?.id }]);
  });

  it('is left to the patrol after an arrest, listed all the while, and rings after a quarter of an hour', () => {
    const watch = answeredAt(34);
    patrolOnScene(watch, 30);
    expect(resolve(watch, 'offender-arrested').ok).toBe(true);
    expect(stillWithin(watch)).toMatchObject([{ alert: { state: { level: 'contact' } } }]);
    for (let minute = 1; minute < outliving.afterSeparation_s / 60; minute += 1) {
      patrolAt(watch, 30);
      stand(watch, 34, 60);
    }
    expect(ringing(watch)).toEqual([]);
    expect(stillWithin(watch)).toHaveLength(1);
    stand(watch, 34, 60);
    expect(ringing(watch)).toMatchObject([{ code: policy.codes.contact }]);
  });

  it('says nothing new of an arrested man who is only surer to be where he was', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1]);
    watch.wait(120);
    const report = (accuracy_m: number): void =>
      watch.pass(20, () => {
        watch.monitoring.ingestFix(V, fixAt(HOME, watch.now(), { accuracy_m }), watch.now());
        watch.monitoring.ingestFix(O, fixAt(destination(HOME, 0, 60), watch.now(), { accuracy_m }), watch.now());
      });
    report(30);
    acknowledge(watch);
    expect(resolve(watch, 'offender-arrested').ok).toBe(true);
    report(4);
    expect(watch.bodies('alert.updated')).toMatchObject([{ alert: { certainty: 'confirmed' } }]);
    expect(ringing(watch)).toEqual([]);
  });

  it('rings after a separation as soon as they have parted and come back, however short that was, also over a restart', () => {
    const watch = answeredAt(60);
    expect(resolve(watch, 'offender-separated').ok).toBe(true);
    walk(watch, 60, 200, 20);
    expect(watch.bodies('breach.parted')).toMatchObject([{ level: 'contact' }]);
    expect(ringing(watch)).toEqual([]);
    const again = startWatch({ store: watch.store, now_ms: watch.now() });
    again.monitoring.setSignedIn([d1]);
    walk(again, 200, 60, 20);
    expect(ringing(again)).toMatchObject([{ code: policy.codes.contact, follows: all(again)[0]?.id }]);
  });

  it('rings after an arrest when the patrol is gone and he is nearer to her', () => {
    const watch = answeredAt(60);
    patrolOnScene(watch, 40);
    expect(resolve(watch, 'offender-arrested').ok).toBe(true);
    expect(watch.bodies('incident.resolved').at(-1)?.onScene).toEqual([UNIT]);
    stand(watch, 60, 20);
    expect(ringing(watch)).toEqual([]);
    patrolAt(watch, 400);
    stand(watch, 60, 1);
    expect(ringing(watch)).toMatchObject([{ code: policy.codes.contact }]);
  });

  it('says nothing of a patrol whose place is old', () => {
    const watch = answeredAt(60);
    patrolOnScene(watch, 400);
    stand(watch, 60, policy.units.stale_s + 1);
    expect(resolve(watch, 'offender-arrested').ok).toBe(true);
    stand(watch, 60, 60);
    expect(ringing(watch)).toEqual([]);
  });

  it('comes along at its own level with whatever else rings, and not with a low battery', () => {
    const watch = answeredAt(700);
    resolve(watch, 'other');
    expect(reports(watch, 'battery-low', O).ok).toBe(true);
    expect(ringing(watch)).toMatchObject([{ code: policy.codes.device }]);
    expect(stillWithin(watch)).toHaveLength(1);
    acknowledge(watch);
    // Due, it joins what runs.
    stand(watch, 700, outliving.otherwise_s);
    expect(all(watch)).toHaveLength(2);
    expect(ringing(watch)).toMatchObject([{ code: policy.codes.alert }]);
  });

  it('makes an incident of a zone as urgent as what goes on beside it', () => {
    const [order] = setup.orders;
    const [zone] = order?.zones ?? [];
    if (order === undefined || zone === undefined) throw new Error('no zone in the test setup');
    const around = { ...zone, buffer_m: 100, shape: { type: 'circle', centre: HOME, radius_m: 500 } as const };
    const watch = startWatch({ setup: { ...setup, orders: [{ ...order, zones: [around] }] } });
    watch.monitoring.setSignedIn([d1]);
    stand(watch, 5000, 2);
    watch.wait(120);
    stand(watch, 700, 60);
    acknowledge(watch);
    resolve(watch, 'no-contact-found');
    walk(watch, 700, 590, 20);
    const next = last(watch);
    expect(next).toMatchObject({ code: policy.codes.alert, unacknowledged: true });
    expect([...next.alerts.values()].map(({ state }) => state.level)).toEqual(['buffer', 'alert']);
  });

  it('goes on by the record after a restart', () => {
    const watch = answeredAt(700);
    resolve(watch, 'no-contact-found');
    stand(watch, 700, 100);
    const again = startWatch({ store: watch.store, now_ms: watch.now() });
    again.monitoring.setSignedIn([d1]);
    expect(stillWithin(again)).toHaveLength(1);
    stand(again, 700, outliving.otherwise_s - 101);
    expect(ringing(again)).toEqual([]);
    stand(again, 700, 1);
    expect(ringing(again)).toMatchObject([{ code: policy.codes.alert }]);
  });

  it('begins anew with a resolution after it was taken up again', () => {
    const watch = answeredAt(700);
    resolve(watch, 'no-contact-found');
    stand(watch, 700, 200);
    const { id: incidentId } = last(watch);
    expect(watch.ask(d1, { kind: 'incident.reopen', incidentId, reason: '가상의 사유' }).ok).toBe(true);
    expect(stillWithin(watch)).toEqual([]);
    resolve(watch, 'no-contact-found');
    stand(watch, 700, 200);
    expect(ringing(watch)).toEqual([]);
    stand(watch, 700, outliving.otherwise_s - 200);
    expect(ringing(watch)).toHaveLength(1);
  });

  it('ends with its order, and rings where nobody is heard any more', () => {
    const [order] = setup.orders;
    if (order === undefined) throw new Error('no order in the test setup');
    const end_ms = START_MS + 300_000;
    const ending = startWatch({ setup: { ...setup, orders: [{ ...order, validTo_ms: end_ms }] } });
    ending.monitoring.setSignedIn([d1]);
    stand(ending, 700, 60);
    acknowledge(ending);
    resolve(ending, 'no-contact-found');
    stand(ending, 700, 600);
    expect(all(ending)).toHaveLength(1);
    expect(stillWithin(ending)).toEqual([]);

    const silent = answeredAt(700);
    resolve(silent, 'no-contact-found');
    silent.pass(outliving.otherwise_s);
    expect(last(silent).code).toBe(policy.codes.alert);
    expect(last(silent).follows).toBe(all(silent)[0]?.id);
  });

  it('counts of each victim, and all of them ring together', () => {
    const [order] = setup.orders;
    const [, victim] = setup.people;
    if (order === undefined || victim === undefined) throw new Error('no order in the test setup');
    const other = PersonId.parse('V-other');
    const people = [...setup.people, { ...victim, id: other, deviceId: DeviceId.parse('device-other') }];
    const watch = startWatch({ setup: { ...setup, people, orders: [{ ...order, victims: [V, other], zones: [] }] } });
    watch.monitoring.setSignedIn([d1]);
    const both = (seconds: number): void =>
      watch.pass(seconds, () => {
        watch.monitoring.ingestFix(other, fixAt(destination(HOME, 90, 1500), watch.now()), watch.now());
        watch.monitoring.ingestFix(V, fixAt(HOME, watch.now(), { speed_mps: 0 }), watch.now());
        watch.monitoring.ingestFix(O, fixAt(destination(HOME, 0, 700), watch.now(), { speed_mps: 0 }), watch.now());
      });
    both(60);
    acknowledge(watch);
    resolve(watch, 'other', true);
    expect(stillWithin(watch)).toHaveLength(2);
    both(outliving.otherwise_s);
    expect(all(watch).filter(isRunning)).toHaveLength(1);
    expect([...last(watch).alerts.values()].map(({ state }) => state.code)).toEqual([
      policy.codes.alert,
      policy.codes.warning,
    ]);
    expect(stillWithin(watch)).toEqual([]);
  });
});
