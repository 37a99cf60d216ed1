import { describe, expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import { unitState } from '../../../../../shared/domain/incidents/state.ts';
import { HOME, UNIT, d1, fixAt, policy, startWatch, supervisor } from '../watch.ts';
import type { Watch } from '../watch.ts';

const { arrivedFor_s, notMovingFor_s, stale_s } = policy.units;

/** A breach at `metres`, acknowledged by d1, with the first patrol sent; the supervisor holds no lease. */
const sent = (metres: number): Watch => {
  const watch = startWatch();
  watch.monitoring.setSignedIn([d1, supervisor]);
  watch.apart(5000);
  watch.apart(metres);
  const [incident] = watch.monitoring.world().incidents.values();
  if (incident === undefined) throw new Error('no incident');
  watch.ask(d1, { kind: 'incident.acknowledge', incidentId: incident.id });
  watch.ask(d1, { kind: 'unit.assign', incidentId: incident.id, unitId: UNIT });
  return watch;
};
/** Both people and the patrol stay where they are, heard every second. */
const stay = (watch: Watch, metres: number, patrol_m: number, for_s: number): void => {
  for (let s = 0; s < for_s; s += 1) {
    watch.wait(1);
    watch.apart(metres);
    const place = fixAt(destination(HOME, 90, patrol_m), watch.now(), { speed_mps: 0 });
    watch.monitoring.ingestUnitFix(UNIT, place);
    watch.monitoring.tick();
  }
};
const patrolOf = (watch: Watch, operator: typeof d1) => watch.monitoring.presenceFor(operator.id, 1).subjects[0];

describe('L11: a patrol at the pair', () => {
  it('is proposed to have arrived to the desk that sees them, to nobody else, and the record says nothing of it', () => {
    const watch = sent(700);
    const before = watch.kinds().filter((kind) => kind === 'unit.status').length;
    stay(watch, 700, 40, arrivedFor_s + 2);
    expect(patrolOf(watch, d1)?.finding).toBe('arrived');
    expect(patrolOf(watch, supervisor)?.finding).toBeNull();
    stay(watch, 700, 40, notMovingFor_s);
    // Whoever sees nobody is told of a patrol beside her what they are told of one anywhere.
    expect(patrolOf(watch, supervisor)?.finding).toBe('not-moving');
    expect(watch.kinds().filter((kind) => kind === 'unit.status')).toHaveLength(before);
    expect(unitState(watch.monitoring.world(), UNIT).status).toBe('dispatched');
  });

  it('is found no more once it is on scene', () => {
    const watch = sent(700);
    stay(watch, 700, 40, arrivedFor_s + 2);
    watch.ask(d1, { kind: 'unit.setStatus', unitId: UNIT, status: 'on-scene' });
    expect(patrolOf(watch, d1)?.finding).toBeNull();
  });

  it('does not arrive at a place that is as old as a silence', () => {
    const watch = sent(700);
    watch.pass(policy.silence.after_s + 5);
    for (let s = 0; s < arrivedFor_s + 2; s += 1) {
      watch.wait(1);
      watch.monitoring.ingestUnitFix(UNIT, fixAt(HOME, watch.now(), { speed_mps: 0 }));
    }
    expect(patrolOf(watch, d1)?.finding).not.toBe('arrived');
  });

  it('is told as not moving when it stands elsewhere, and as not heard of when its place is old', () => {
    const watch = sent(700);
    stay(watch, 700, 2000, notMovingFor_s + 1);
    expect(patrolOf(watch, d1)).toMatchObject({ finding: 'not-moving', silent: false });
    watch.pass(stale_s + 1);
    expect(patrolOf(watch, d1)).toMatchObject({ finding: null, silent: true });
  });

  it('says itself that it has set out and is there; the record tells that the crew did', () => {
    const watch = sent(700);
    watch.monitoring.reportStep(UNIT, 'en-route');
    watch.monitoring.reportStep(UNIT, 'en-route');
    watch.monitoring.reportStep(UNIT, 'on-scene');
    watch.monitoring.reportStep(UNIT, 'en-route');
    expect(watch.bodies('unit.status').map(({ to, reportedBy }) => [to, reportedBy])).toEqual([
      ['dispatched', undefined],
      ['en-route', 'patrol'],
      ['on-scene', 'patrol'],
    ]);
    expect(watch.failures).toEqual([]);
  });

  it('takes a step as given that the crew was quicker to report', () => {
    const watch = sent(700);
    const [incident] = watch.monitoring.world().incidents.values();
    watch.monitoring.reportStep(UNIT, 'en-route');
    const body = { kind: 'unit.setStatus', unitId: UNIT, status: 'en-route', assignedTo: incident?.id } as const;
    expect(watch.ask(d1, body, 'late')).toEqual({ ok: true, value: { seqs: [] } });
    expect(watch.ask(d1, body, 'late')).toEqual({ ok: true, value: { seqs: [] } });
    expect(watch.failures).toEqual([]);
  });
});
