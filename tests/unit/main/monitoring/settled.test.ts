import { expect, it } from 'vitest';
import { startWatch, d1, d2, supervisor } from './watch.ts';
import type { Watch } from './watch.ts';

const only = (watch: Watch) => {
  const [incident] = watch.monitoring.world().incidents.values();
  if (incident === undefined) throw new Error('no incident');
  return incident;
};

/** An incident from the breach to its closing, with the offender still inside or long gone. */
const closed = (gone: boolean): Watch => {
  const watch = startWatch();
  watch.monitoring.setSignedIn([d1, d2, supervisor]);
  watch.apart(5000);
  watch.pass(60);
  watch.apart(700);
  const { id } = only(watch);
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId: id });
  watch.ask(d1, { kind: 'incident.resolve', incidentId: id, outcome: 'offender-separated', cause: null });
  if (gone) {
    watch.pass(60);
    watch.apart(5000);
    watch.pass(90, () => watch.apart(5000));
  }
  expect(watch.ask(supervisor, { kind: 'incident.close', incidentId: id, review: 'reviewed' }).ok).toBe(true);
  return watch;
};

it('keeps no alerts of a closed incident whose alerts have ended, and still refuses what comes too late', () => {
  const watch = closed(true);
  expect(only(watch)).toMatchObject({ status: 'closed', positionsExist: false });
  expect(only(watch).alerts.size).toBe(0);
  expect(watch.ask(d1, { kind: 'incident.acknowledge', incidentId: only(watch).id })).toEqual({
    ok: false,
    error: { reason: 'wrong-state', state: 'closed' },
  });
});

it('keeps an alert that outlives its closed incident, records its end there, then lets go of it', () => {
  const watch = closed(false);
  expect(only(watch).alerts.size).toBeGreaterThan(0);
  watch.pass(60);
  watch.apart(5000);
  watch.pass(90, () => watch.apart(5000));
  expect(watch.bodies('alert.cleared')).toHaveLength(1);
  expect(only(watch).alerts.size).toBe(0);
});
