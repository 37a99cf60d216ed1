import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { outlivingBreaches } from '../../../../../shared/domain/incidents/outliving.ts';
import type { Incident } from '../../../../../shared/domain/incidents/state.ts';
import { d1, fixAt, HOME, O, ORDER, policy, startWatch, supervisor, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const { outliving } = policy;

const stand = (watch: Watch, metres: number, seconds: number): void =>
  watch.pass(seconds, () => {
    watch.monitoring.ingestFix(V, fixAt(HOME, watch.now(), { speed_mps: 0 }), watch.now());
    watch.monitoring.ingestFix(O, fixAt(destination(HOME, 0, metres), watch.now(), { speed_mps: 0 }), watch.now());
  });

const at = (watch: Watch, index: number): Incident => {
  const incident = [...watch.monitoring.world().incidents.values()][index];
  if (incident === undefined) throw new Error('no such incident');
  return incident;
};
const acknowledge = (watch: Watch, index: number): void => {
  const { id: incidentId, soundings: sounding } = at(watch, index);
  expect(watch.ask(d1, { kind: 'incident.acknowledge', incidentId, sounding }).ok).toBe(true);
};
const resolve = (watch: Watch, index: number): void => {
  const { id: incidentId, soundings: sounding } = at(watch, index);
  const how = { outcome: 'no-contact-found', cause: null } as const;
  expect(watch.ask(d1, { kind: 'incident.resolve', incidentId, sounding, ...how }).ok).toBe(true);
};

describe('L4: a breach that outlives an incident that was opened again', () => {
  it('rings on after the earlier of two incidents of one breach was opened again and resolved', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1]);
    stand(watch, 5000, 2);
    watch.wait(120);
    stand(watch, 700, 60);
    acknowledge(watch, 0);
    resolve(watch, 0);
    stand(watch, 700, outliving.otherwise_s);
    acknowledge(watch, 1);
    resolve(watch, 1);
    const { id: incidentId } = at(watch, 0);
    expect(watch.ask(d1, { kind: 'incident.reopen', incidentId, reason: '가상의 까닭' }).ok).toBe(true);
    stand(watch, 700, outliving.otherwise_s);
    expect(at(watch, 0).unacknowledged).toBe(true);
    acknowledge(watch, 0);
    resolve(watch, 0);
    expect(outlivingBreaches(watch.monitoring.world(), ORDER)).toMatchObject([{ incident: { id: incidentId } }]);
    stand(watch, 700, outliving.otherwise_s);
    const ringing = [...watch.monitoring.world().incidents.values()].filter(({ unacknowledged }) => unacknowledged);
    expect(ringing).toMatchObject([{ code: policy.codes.alert, follows: incidentId }]);
  });

  it('rings at once where a supervisor has opened it again, whom no breach rings at', () => {
    const watch = startWatch();
    watch.monitoring.setSignedIn([d1, supervisor]);
    stand(watch, 5000, 2);
    watch.wait(120);
    stand(watch, 700, 60);
    acknowledge(watch, 0);
    resolve(watch, 0);
    const { id: incidentId, soundings } = at(watch, 0);
    const reopen = { kind: 'incident.reopen', incidentId, reason: '가상의 까닭' } as const;
    expect(watch.ask(supervisor, reopen).ok).toBe(true);
    expect(at(watch, 0)).toMatchObject({ unacknowledged: true, soundings: soundings + 1, status: 'acknowledged' });
    acknowledge(watch, 0);
    resolve(watch, 0);
    // A dispatcher who opens it again works it.
    expect(watch.ask(d1, reopen).ok).toBe(true);
    expect(at(watch, 0).unacknowledged).toBe(false);
  });
});
