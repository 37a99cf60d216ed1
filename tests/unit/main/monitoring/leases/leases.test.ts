import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { DeviceId, IncidentId, PersonId } from '../../../../../shared/domain/ids.ts';
import { secretFrom } from '../../../../../main/monitoring/store/sqlite/secret.ts';
import { openStore } from '../../../../../main/monitoring/store/sqlite/store.ts';
import type { Operator } from '../../../../../shared/domain/operators.ts';
import { d1, d2, fixAt, HOME, O, policy, setup, START_MS, startWatch, supervisor, UNIT, V } from '../watch.ts';
import type { Watch } from '../watch.ts';
import { answered } from '../../../../builders/answered.ts';

const people = (watch: Watch, operator: Operator): number => {
  const handles = new Set(watch.monitoring.directory().people.map((p) => p.handle));
  return watch.monitoring.presenceFor(operator.id, 1).subjects.filter((s) => handles.has(s.handle)).length;
};
const incidentOf = (watch: Watch) => {
  const incident = [...watch.monitoring.world().incidents.values()].at(-1);
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
/** Keeps both devices reporting while time passes, so that nobody falls silent. */
const passReporting = (watch: Watch, seconds: number, metres: number): void =>
  watch.pass(seconds, () => watch.apart(metres));

const breach = (operators: readonly Operator[] = [d1, d2], metres = 700): Watch => {
  const watch = startWatch();
  watch.monitoring.setSignedIn(operators);
  watch.apart(5000);
  watch.apart(metres);
  return watch;
};

describe('leases', () => {
  it('show nobody outside an alarm, and patrols always', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1, supervisor]);
    watch.apart(5000);
    expect(people(watch, d1)).toBe(0);
    expect(watch.monitoring.presenceFor(d1.id, 1).subjects).toHaveLength(setup.units.length);
    expect(watch.monitoring.leasesOf(d1.id)).toEqual([]);
  });

  it('open nobody at the warning tier, but say distance and direction', () => {
    const watch = breach([d1], 1500);
    expect(watch.kinds()).toContain('alert.raised');
    expect(people(watch, d1)).toBe(0);
    const [relation] = watch.monitoring.presenceFor(d1.id, 1).relations;
    expect(relation?.distance_m).toBeCloseTo(1500, -1);
    expect(relation?.sector).toBe(0);
  });

  it('after a tamper say the distance to who sees both people, and to nobody else', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1, supervisor]);
    watch.apart(5000);
    watch.monitoring.deviceEvent(O, 'strap-tamper', watch.now());
    expect(watch.monitoring.presenceFor(d1.id, 1).relations[0]?.distance_m).toBeCloseTo(5000, -2);
    expect(watch.monitoring.presenceFor(supervisor.id, 1).relations).toEqual([]);
  });

  it.each([
    ['a button', (watch: Watch) => watch.monitoring.sos(V, watch.now())],
    ['a cut strap', (watch: Watch) => watch.monitoring.deviceEvent(O, 'strap-tamper', watch.now())],
  ])('open both people by %s, however far apart they are', (_what, press) => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1, d2, supervisor]);
    watch.apart(9000);
    press(watch);
    expect([d1, d2, supervisor].map((o) => people(watch, o))).toEqual([2, 2, 0]);
  });

  it('open only that victim of several whom the alarm is about', () => {
    const other = PersonId.parse('V-other');
    const [order] = setup.orders;
    const [, victim] = setup.people;
    if (order === undefined || victim === undefined) throw new Error('no order in the test setup');
    const watch = startWatch({
      setup: {
        ...setup,
        people: [...setup.people, { ...victim, id: other, deviceId: DeviceId.parse('device-other') }],
        orders: [{ ...order, victims: [V, other] }],
      },
    });
    watch.monitoring.setSignedIn([d1]);
    watch.monitoring.ingestFix(other, fixAt(destination(HOME, 180, 900), watch.now()), watch.now());
    watch.apart(5000);
    watch.apart(700);
    const [opened] = watch.monitoring.leasesOf(d1.id);
    expect(opened?.lease.subjects).toEqual([O, V]);
    expect(opened?.leadIn.map((track) => track.personId)).toEqual([O, V]);
    const positions = answered(watch.monitoring.positions, incidentOf(watch).id, d1);
    expect(positions.ok && positions.value.tracks.map((track) => track.personId)).toEqual([O, V]);
    expect(people(watch, d1)).toBe(2);
  });

  it('open both people to every dispatcher an alarm rings at, and to no supervisor', () => {
    const watch = breach([d1, d2, supervisor]);
    expect([d1, d2, supervisor].map((o) => people(watch, o))).toEqual([2, 2, 0]);
    const [opened] = watch.monitoring.leasesOf(d1.id);
    expect(opened?.lease).toMatchObject({ purpose: 'alarm', subjects: [O, V], holders: [d1.id] });
    expect(opened?.zones).toHaveLength(1);
    expect(opened?.leadIn.map((track) => track.points.length)).toEqual([2, 2]);
  });

  it('go to a dispatcher who signs in while the alarm runs', () => {
    const watch = breach([d1]);
    expect(people(watch, d2)).toBe(0);
    watch.monitoring.setSignedIn([d1, d2]);
    expect(people(watch, d2)).toBe(2);
  });

  it('stay with whoever acknowledges and end for the others', () => {
    const watch = breach();
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId: incidentOf(watch).id });
    expect([people(watch, d1), people(watch, d2)]).toEqual([2, 0]);
    expect(watch.bodies('lease.ended').map((b) => b.reason)).toEqual(['not-working']);
    // Taking up the work opens them again.
    watch.ask(d2, { kind: 'note.add', incidentId: incidentOf(watch).id, text: '가상의 메모' });
    expect(people(watch, d2)).toBe(2);
  });

  it('come back with whoever worked on the incident, and with nobody else', () => {
    const watch = breach();
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId: incidentOf(watch).id });
    watch.monitoring.setSignedIn([d2]);
    expect([people(watch, d1), people(watch, d2)]).toEqual([0, 0]);
    watch.monitoring.setSignedIn([d1, d2]);
    expect([people(watch, d1), people(watch, d2)]).toEqual([2, 0]);
    expect(watch.bodies('lease.granted').at(-1)).toMatchObject({ purpose: 'response', holders: [d1.id] });
  });

  it('ring everywhere again when the level rises', () => {
    const watch = breach();
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId: incidentOf(watch).id });
    watch.apart(40);
    expect(incidentOf(watch).unacknowledged).toBe(true);
    expect(people(watch, d2)).toBe(2);
  });

  it('open nobody to a supervisor who adds to the record', () => {
    const watch = breach([d1, supervisor]);
    const { id: incidentId } = incidentOf(watch);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
    expect(watch.ask(supervisor, { kind: 'note.add', incidentId, text: '가상의 메모' }).ok).toBe(true);
    expect(incidentOf(watch).workers).toContain(supervisor.id);
    expect(people(watch, supervisor)).toBe(0);
    expect(watch.monitoring.leasesOf(supervisor.id)).toEqual([]);
  });

  it('end with the session of their holder', () => {
    const watch = breach();
    watch.monitoring.setSignedIn([d2]);
    expect([people(watch, d1), people(watch, d2)]).toEqual([0, 2]);
    expect(watch.bodies('lease.ended').map((b) => b.reason)).toEqual(['session-ended']);
  });

  it('are renewed before they run out, and not more often', () => {
    const watch = breach([d1]);
    const quiet = policy.lease.duration_s - policy.lease.renewBefore_s - 5;
    passReporting(watch, quiet, 700);
    expect(watch.bodies('lease.renewed')).toHaveLength(0);
    passReporting(watch, 10, 700);
    expect(watch.bodies('lease.renewed')).toHaveLength(1);
    expect(people(watch, d1)).toBe(2);
  });

  it('are renewed while somebody responds, although the breach is over', () => {
    const watch = breach([d1]);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId: incidentOf(watch).id });
    passReporting(watch, 70, 5000);
    expect(watch.kinds()).toContain('alert.cleared');
    passReporting(watch, policy.lease.duration_s, 5000);
    expect(watch.bodies('lease.renewed').length).toBeGreaterThan(0);
    expect(watch.kinds()).not.toContain('lease.ended');
    expect(people(watch, d1)).toBe(2);
  });

  it.each(['answered', 'unanswered'])('go on after the order has ended until the incident is resolved: %s', (how) => {
    const [order] = setup.orders;
    if (order === undefined) throw new Error('no order in the test setup');
    const watch = startWatch({ setup: { ...setup, orders: [{ ...order, validTo_ms: START_MS + 60_000 }] } });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    watch.apart(700);
    const { id: incidentId } = incidentOf(watch);
    if (how === 'answered') watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
    passReporting(watch, 70, 700);
    expect(watch.bodies('alert.cleared').map((b) => b.reason)).toEqual(['order-ended']);
    passReporting(watch, policy.lease.duration_s, 700);
    expect(people(watch, d1)).toBe(2);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
    watch.ask(d1, { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null });
    passReporting(watch, policy.lease.afterResolution_s + 1, 700);
    expect(people(watch, d1)).toBe(0);
    expect(watch.bodies('lease.ended').map((b) => b.reason)).toEqual(['resolved']);
  });

  it('run out when the breach is over and nobody responds', () => {
    const watch = breach([d1]);
    passReporting(watch, 70, 5000);
    expect(watch.kinds()).toContain('alert.cleared');
    passReporting(watch, policy.lease.duration_s, 5000);
    expect(watch.bodies('lease.ended').map((b) => b.reason)).toEqual(['expired']);
    expect(people(watch, d1)).toBe(0);
  });

  it('end five minutes after resolution', () => {
    const watch = breach([d1]);
    const { id } = incidentOf(watch);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId: id });
    expect(
      watch.ask(d1, { kind: 'incident.resolve', incidentId: id, outcome: 'offender-separated', cause: null }).ok,
    ).toBe(true);
    const resolved_ms = watch.now();
    passReporting(watch, 1, 5000); // the way there takes its time
    passReporting(watch, policy.lease.afterResolution_s - 5 - Math.ceil((watch.now() - resolved_ms) / 1000), 5000);
    expect(people(watch, d1)).toBe(2);
    passReporting(watch, 10, 5000);
    expect(people(watch, d1)).toBe(0);
    expect(watch.bodies('lease.ended').map((b) => b.reason)).toEqual(['resolved']);
  });

  it('give the offender alone, without zones or patrol times, to a possible alert', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1]);
    const report = (): void => watch.apart(1200, { accuracy_m: 300 });
    for (let i = 0; i < 3; i += 1) watch.pass(15, report);
    const [opened] = watch.monitoring.leasesOf(d1.id);
    expect(opened?.lease.subjects).toEqual([O]);
    expect(opened?.zones).toEqual([]);
    expect(opened?.leadIn).toEqual([]);
    expect(watch.monitoring.advisedFor(d1.id)).toEqual([]);
    // What the record holds of the offender is the way there: of that, too, the last place only.
    const recorded = answered(watch.monitoring.positions, incidentOf(watch).id, d1);
    expect(recorded.ok && recorded.value.zones).toEqual([]);
    expect(recorded.ok && recorded.value.tracks.map((t) => [t.personId, t.points.length])).toEqual([[O, 1]]);
    // Turning likely opens the victim too.
    watch.apart(800);
    expect(people(watch, d1)).toBe(2);
    expect(watch.monitoring.advisedFor(d1.id)).toHaveLength(1);
    // And the way both came.
    expect(
      watch.monitoring
        .leasesOf(d1.id)
        .at(-1)
        ?.leadIn.map((track) => track.personId),
    ).toEqual([O, V]);
  });

  it('give both people to a likely breach of a farther tier, however unsure a nearer one is', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1]);
    // Within the alert tier by the distance itself, within the contact tier by the circles only.
    const report = (): void => watch.apart(500, { accuracy_m: 300 });
    for (let i = 0; i < 4; i += 1) watch.pass(15, report);
    expect(watch.bodies('alert.level').map((b) => [b.alert.level, b.alert.certainty])).toEqual([
      ['contact', 'possible'],
    ]);
    watch.monitoring.setSignedIn([d1, d2]);
    expect([people(watch, d1), people(watch, d2)]).toEqual([2, 2]);
  });

  it('put a lease that was asked for and refused on the access log', () => {
    const watch = breach([d1, supervisor]);
    const { id: incidentId } = incidentOf(watch);
    const unknown = IncidentId.parse('inc-unknown');
    watch.ask(supervisor, { kind: 'lease.breakGlass', incidentId: unknown, reason: '가상' });
    watch.ask(d1, { kind: 'lease.review', incidentId, reason: '가상' });
    const log = answered(watch.monitoring.accessLog, supervisor, { before: null, limit: 10 });
    expect(log.ok && log.value.filter((l) => l.action === 'read-refused')).toMatchObject([
      { operatorId: d1.id, incidentId, detail: 'lease.review: not-allowed' },
      { operatorId: supervisor.id, incidentId: unknown, detail: 'lease.breakGlass: unknown-incident' },
    ]);
  });

  it('for a review run out, are not renewed, and the next read is refused and on the access log', () => {
    const watch = breach([d1, supervisor]);
    const { id: incidentId } = incidentOf(watch);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
    watch.ask(supervisor, { kind: 'lease.review', incidentId, reason: '가상의 검토' });
    passReporting(watch, policy.lease.duration_s + 1, 700);
    const [granted] = watch.bodies('lease.granted').filter((b) => b.purpose === 'review');
    expect(watch.bodies('lease.ended')).toEqual([
      { kind: 'lease.ended', leaseId: granted?.leaseId, reason: 'expired' },
    ]);
    expect(answered(watch.monitoring.positions, incidentId, supervisor)).toEqual({
      ok: false,
      error: { reason: 'not-allowed' },
    });
    const log = answered(watch.monitoring.accessLog, supervisor, { before: null, limit: 3 });
    expect(log.ok && log.value.map((l) => [l.action, l.detail])).toEqual([
      ['access-log-read', 'newest'],
      ['read-refused', 'positions: not-allowed'],
      ['lease-ended', 'expired'],
    ]);
  });

  it('put their grant, renewal and end on the access log, each under its holder', () => {
    const watch = breach([d1, d2]);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId: incidentOf(watch).id });
    passReporting(watch, policy.lease.duration_s, 700);
    watch.monitoring.setSignedIn([]);
    const log = answered(watch.monitoring.accessLog, supervisor, { before: null, limit: 50 });
    const lines = (log.ok ? log.value : []).toReversed().map((l) => [l.action, l.operatorId, l.detail]);
    expect(lines).toEqual([
      ['lease-granted', d1.id, 'alarm'],
      ['lease-granted', d2.id, 'alarm'],
      ['lease-ended', d2.id, 'not-working'],
      ['lease-renewed', d1.id, null],
      ['lease-ended', d1.id, 'session-ended'],
      ['access-log-read', supervisor.id, 'newest'],
    ]);
  });

  it('let a supervisor review recorded positions with a reason, but not watch anyone live', () => {
    const watch = breach([d1, supervisor]);
    watch.pass(3, () => watch.apart(650));
    const { id: incidentId } = incidentOf(watch);
    expect(answered(watch.monitoring.positions, incidentId, supervisor)).toEqual({
      ok: false,
      error: { reason: 'not-allowed' },
    });
    expect(watch.ask(d1, { kind: 'lease.review', incidentId, reason: '가상' })).toEqual({
      ok: false,
      error: { reason: 'not-allowed' },
    });
    expect(watch.ask(supervisor, { kind: 'lease.review', incidentId, reason: '가상의 검토' }).ok).toBe(true);
    expect(people(watch, supervisor)).toBe(0);
    const positions = answered(watch.monitoring.positions, incidentId, supervisor);
    expect(positions.ok && positions.value.tracks.map((t) => t.points.length)).toEqual([4, 4]);
    const log = answered(watch.monitoring.accessLog, supervisor, { before: null, limit: 50 });
    expect(log.ok && log.value.map((l) => l.action)).toEqual(
      expect.arrayContaining(['read', 'read-refused', 'lease-granted']),
    );
  });

  it('end with their session also where its operator is back before the store has taken that', () => {
    const real = openStore(':memory:', secretFrom(new Uint8Array(32)));
    let commit = real.commit;
    const watch = startWatch({ store: { ...real, commit: (change) => commit(change) } });
    watch.monitoring.setSignedIn([d1]);
    watch.apart(5000);
    watch.apart(700);
    const [before] = watch.monitoring.leasesOf(d1.id);
    expect(before).toBeDefined();
    commit = () => {
      throw new Error('database is locked');
    };
    watch.monitoring.setSignedIn([]);
    commit = real.commit;
    watch.monitoring.setSignedIn([d1]);
    expect(watch.bodies('lease.ended')).toMatchObject([{ leaseId: before?.lease.id, reason: 'session-ended' }]);
    expect(watch.monitoring.leasesOf(d1.id).map(({ lease }) => lease.id)).not.toContain(before?.lease.id);
  });

  it('rank patrols for their holder and record the rank of the one assigned', () => {
    const watch = breach([d1]);
    const { id: incidentId } = incidentOf(watch);
    expect(watch.monitoring.advisedFor(d1.id)).toEqual([{ incidentId, seesOffender: true }]);
    expect(watch.monitoring.adviceFor(incidentId, true)?.ranking.map((r) => r.unitId)).toEqual(['unit-1', 'unit-2']);
    expect(watch.monitoring.targetOf(incidentId)?.map((n) => n.toFixed(4))).toEqual(HOME.map((n) => n.toFixed(4)));
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId });
    watch.ask(d1, { kind: 'unit.assign', incidentId, unitId: UNIT });
    expect(watch.bodies('unit.assigned')).toEqual([{ kind: 'unit.assigned', unitId: UNIT, rank: 1, eta_s: 10 }]);
  });
});
