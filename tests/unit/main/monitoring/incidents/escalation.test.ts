import { answered } from '../../../../builders/answered.ts';
import { describe, expect, it } from 'vitest';
import { isEscalated, isOver, ringingOf } from '../../../../../shared/domain/incidents/soundings.ts';
import type { Incident } from '../../../../../shared/domain/incidents/state.ts';
import type { Operator } from '../../../../../shared/domain/operators.ts';
import { d1, policy, setup, startWatch, supervisor, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const incidentOf = (watch: Watch): Incident => {
  const incident = [...watch.monitoring.world().incidents.values()].at(-1);
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
/** How many people an operator sees live. */
const sees = (watch: Watch, { id }: Operator): number =>
  watch.monitoring.presenceFor(id, 1).subjects.length - setup.units.length;
const start = (...operators: readonly Operator[]): Watch => {
  const watch = startWatch();
  watch.monitoring.setSignedIn(operators);
  watch.apart(5000);
  return watch;
};
const escalated = (watch: Watch) => watch.bodies('incident.escalated');
/** Keeps both devices reporting from the same places. */
const ring = (watch: Watch, seconds: number, metres: number): void => watch.pass(seconds, () => watch.apart(metres));

describe('a Code 0 with nobody at the desk', () => {
  it('rings at the supervisors after 20 s, with a number and an entry, and lets them see until it is taken', () => {
    const watch = start(supervisor);
    watch.monitoring.sos(V, watch.now());
    watch.pass(19);
    expect([escalated(watch), sees(watch, supervisor)]).toEqual([[], 0]);
    watch.pass(1);
    expect(escalated(watch)).toEqual([{ kind: 'incident.escalated', sounding: 1, code: 0 }]);
    expect(sees(watch, supervisor)).toBe(2);
    // Told once, and seen by everybody who asks the access log.
    watch.pass(300);
    expect(escalated(watch)).toHaveLength(1);
    const log = answered(watch.monitoring.accessLog, supervisor, { before: null, limit: 50 });
    const granted = log.ok ? log.value.filter(({ action }) => action === 'lease-granted') : [];
    expect(granted).toMatchObject([{ operatorId: supervisor.id, detail: 'alarm' }]);

    watch.monitoring.setSignedIn([supervisor, d1]);
    expect(watch.ask(d1, { kind: 'incident.acknowledge', incidentId: incidentOf(watch).id, sounding: 1 }).ok).toBe(
      true,
    );
    expect([sees(watch, supervisor), sees(watch, d1)]).toEqual([0, 2]);
    expect(watch.bodies('lease.ended').at(-1)?.reason).toBe('not-working');
  });

  it('is passed on anew where the button is pressed again after an answer, and not while it is on already', () => {
    const watch = start(d1, supervisor);
    watch.monitoring.sos(V, watch.now());
    watch.pass(25);
    watch.monitoring.sos(V, watch.now());
    watch.pass(25);
    expect(escalated(watch)).toHaveLength(1);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId: incidentOf(watch).id, sounding: 2 });
    expect(sees(watch, supervisor)).toBe(0);
    watch.monitoring.sos(V, watch.now());
    watch.pass(21);
    expect(escalated(watch).map(({ sounding }) => sounding)).toEqual([1, 3]);
    expect(sees(watch, supervisor)).toBe(2);
  });

  it('leaves a supervisor who wrote into its record nothing to see once it is taken', () => {
    const watch = start(d1, supervisor);
    watch.monitoring.sos(V, watch.now());
    watch.pass(21);
    const { id: incidentId } = incidentOf(watch);
    expect(watch.ask(supervisor, { kind: 'note.add', incidentId, text: '가상의 메모' }).ok).toBe(true);
    expect(sees(watch, supervisor)).toBe(2);
    // Nobody but a dispatcher silences it.
    expect(watch.ask(supervisor, { kind: 'incident.acknowledge', incidentId, sounding: 1 }).ok).toBe(false);
    watch.ask(d1, { kind: 'incident.acknowledge', incidentId, sounding: 1 });
    expect(sees(watch, supervisor)).toBe(0);
  });

  it('goes on at the supervisors when a server starts again', () => {
    const watch = start(supervisor);
    watch.monitoring.sos(V, watch.now());
    watch.pass(21);
    const again = startWatch({ store: watch.store, now_ms: watch.now() });
    again.monitoring.setSignedIn([supervisor]);
    expect(isEscalated(incidentOf(again))).toBe(true);
    expect(again.monitoring.leasesOf(supervisor.id)).toHaveLength(1);
    again.pass(60);
    expect(escalated(again)).toEqual([]);
  });
});

it('waits for other codes as long as the policy says, and for some for ever', () => {
  const [code0_s, code1_s, code2_s] = policy.escalation.after_s;
  expect([code0_s, code2_s]).toEqual([20, null]);
  if (code1_s === null) throw new Error('the policy of the tests passes Code 1 on');
  const watch = start(d1, supervisor);
  watch.apart(1500);
  ring(watch, 600, 1500);
  expect([incidentOf(watch).code, escalated(watch)]).toEqual([2, []]);
  watch.apart(700);
  // A jump is doubted before it is believed.
  while (incidentOf(watch).soundings < 2) ring(watch, 1, 700);
  ring(watch, code1_s - 1, 700);
  expect(escalated(watch)).toEqual([]);
  ring(watch, 2, 700);
  expect(escalated(watch)).toMatchObject([{ code: 1 }]);
  // Something more urgent is passed on for itself.
  watch.monitoring.sos(V, watch.now());
  ring(watch, 21, 700);
  expect(escalated(watch).map(({ code }) => code)).toEqual([1, 0]);
});

it('what is over stays with the desks: it rings as over, and is passed on to nobody', () => {
  const watch = start(d1, supervisor);
  watch.apart(1500);
  ring(watch, 5, 1500);
  ring(watch, 90, 5000);
  expect(watch.kinds()).toContain('alert.cleared');
  expect(isOver(incidentOf(watch))).toBe(true);
  expect(ringingOf(incidentOf(watch))).toMatchObject({ isOver: true, code: 2 });
  ring(watch, 200, 5000);
  expect(escalated(watch)).toEqual([]);
});
