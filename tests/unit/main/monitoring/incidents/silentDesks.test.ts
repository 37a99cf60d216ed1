import { describe, expect, it } from 'vitest';
import type { DeskState } from '../../../../../shared/domain/incidents/attendance.ts';
import type { Incident } from '../../../../../shared/domain/incidents/state.ts';
import { d1, d2, startWatch, supervisor, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const MUTE: DeskState = { desk: 'attended', sounds: false };
const HEARS: DeskState = { desk: 'attended', sounds: true };
const LOCKED: DeskState = { desk: 'locked', sounds: true };
const GONE: DeskState = { desk: 'signed-out', sounds: false };

/** Tells the core how the two dispatchers' desks are found; whoever else there is sits at none. */
const tellDesks = (watch: Watch, first: DeskState, second: DeskState = GONE): void =>
  watch.monitoring.setDesks((operator) =>
    operator === d1.id ? first : operator === d2.id ? second : operator === supervisor.id ? HEARS : GONE,
  );
const start = (): Watch => {
  const watch = startWatch();
  watch.monitoring.setSignedIn([d1, d2, supervisor]);
  watch.apart(5000);
  return watch;
};
const escalated = (watch: Watch) => watch.bodies('incident.escalated');
const incidentOf = (watch: Watch): Incident => {
  const [incident] = watch.monitoring.world().incidents.values();
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
const acknowledge = (watch: Watch): void => {
  const { id: incidentId, soundings } = incidentOf(watch);
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId, sounding: soundings });
};

describe('an alarm that no desk can answer', () => {
  it.each([
    ['cannot sound', MUTE],
    ['is locked', LOCKED],
    ['cannot sound and is locked', { desk: 'locked-silent', sounds: false }],
    ['is not heard of', { desk: 'unheard', sounds: false }],
    ['is left', GONE],
  ] as const)('is passed on to the supervisors in the same moment where the only desk %s', (_, desk) => {
    const watch = start();
    tellDesks(watch, desk);
    watch.monitoring.sos(V, watch.now());
    expect(escalated(watch)).toEqual([{ kind: 'incident.escalated', sounding: 1, code: 0 }]);
  });

  it('waits as ever while one other desk hears it, and is passed on as soon as that one falls silent', () => {
    const watch = start();
    tellDesks(watch, MUTE, HEARS);
    watch.monitoring.sos(V, watch.now());
    watch.pass(10);
    expect(escalated(watch)).toEqual([]);
    tellDesks(watch, MUTE, MUTE);
    expect(escalated(watch)).toMatchObject([{ sounding: 1, code: 0 }]);
  });

  it('is passed on once, and not again while the desk comes and goes', () => {
    const watch = start();
    tellDesks(watch, MUTE);
    watch.monitoring.sos(V, watch.now());
    for (const desk of [HEARS, MUTE, HEARS, LOCKED]) {
      tellDesks(watch, desk);
      watch.pass(30);
    }
    expect(escalated(watch)).toHaveLength(1);
  });

  it('is not passed on where its code never is', () => {
    const watch = start();
    tellDesks(watch, MUTE);
    watch.apart(1500);
    watch.pass(60, () => watch.apart(1500));
    expect([incidentOf(watch).code, escalated(watch)]).toEqual([2, []]);
  });
});

describe('a mute desk whose dispatcher works at it', () => {
  it('keeps what it has: nothing sounds again, and whoever takes it over owes a reason', () => {
    const watch = start();
    tellDesks(watch, HEARS, HEARS);
    watch.monitoring.sos(V, watch.now());
    acknowledge(watch);
    tellDesks(watch, MUTE, HEARS);
    watch.pass(60);
    expect([watch.bodies('incident.left'), escalated(watch)]).toEqual([[], []]);
    const { id: incidentId } = incidentOf(watch);
    watch.ask(d2, { kind: 'incident.claim', incidentId, from: d1.id });
    expect(incidentOf(watch).takings).toMatchObject([{ from: d1.id, desk: 'attended', owesReason: true }]);
  });

  it('is passed on what rings anew, since nobody else hears it either', () => {
    const watch = start();
    tellDesks(watch, MUTE);
    watch.monitoring.sos(V, watch.now());
    acknowledge(watch);
    watch.monitoring.sos(V, watch.now());
    expect(escalated(watch).map(({ sounding }) => sounding)).toEqual([1, 2]);
  });

  it('is gone once it is locked: what it has sounds again', () => {
    const watch = start();
    tellDesks(watch, HEARS, HEARS);
    watch.monitoring.sos(V, watch.now());
    acknowledge(watch);
    tellDesks(watch, LOCKED, HEARS);
    expect(watch.bodies('incident.left')).toEqual([]);
    tellDesks(watch, { desk: 'locked-silent', sounds: false }, HEARS);
    expect(watch.bodies('incident.left')).toMatchObject([{ operatorId: d1.id, desk: 'locked-silent', code: 0 }]);
  });
});
