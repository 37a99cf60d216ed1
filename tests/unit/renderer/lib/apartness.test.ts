import { beforeEach, describe, expect, it } from 'vitest';
import { apartness, closestOf } from '../../../../renderer/lib/apartness.ts';
import { leadAlert } from '../../../../renderer/lib/leadAlert.ts';
import { applyFrame, presenceStore, resetPresence } from '../../../../renderer/stores/presence.ts';
import { Handle, PersonId } from '../../../../shared/domain/ids.ts';
import type { RelationPresence } from '../../../../shared/protocol/presence.ts';
import {
  ID,
  T0,
  alerted,
  frameOf,
  incidentOf,
  measured,
  proximity,
  raised,
  register,
  relation,
  worldOf,
} from '../features/builders.ts';

const OTHER = Handle.parse(2);
const frameAt = (at_s: number, ...relations: readonly RelationPresence[]): void =>
  applyFrame({ ...frameOf(relations), serverTime_ms: T0 + at_s * 1000 }, T0);
const at = (at_s: number, distance_m: number, part: Partial<RelationPresence> = {}): void =>
  frameAt(at_s, relation({ distance_m, ...part }));

/** What the panel says was closest, once the record has stated what it knows. */
const closest = (...steps: Parameters<typeof worldOf>[0]) => {
  const told = closestOf(
    incidentOf(worldOf([raised, alerted(), ...steps])),
    register,
    presenceStore.getState().distances,
  );
  return told === null ? null : { distance_m: told.distance_m, at_s: (told.at_ms - T0) / 1000, victim: told.victim };
};

beforeEach(() => resetPresence());

describe('the closest of an incident', () => {
  it('is never farther than the distance now, which is a second old where the record is ten', () => {
    at(11, 320);
    expect(closest(measured(10, 400))).toEqual({ distance_m: 320, at_s: 11, victim: ID.victim });
  });

  it('does not grow again before the record has taken it up', () => {
    at(11, 320);
    at(12, 350);
    expect(closest(measured(10, 400))).toMatchObject({ distance_m: 320, at_s: 11 });
  });

  it('is what the record says where that is nearer, and without a frame', () => {
    at(12, 350);
    expect(closest(measured(10, 300))).toMatchObject({ distance_m: 300, at_s: 10 });
    resetPresence();
    expect(closest(measured(10, 300))).toMatchObject({ distance_m: 300 });
  });

  it('forgets what the record has had time to take up or to disprove', () => {
    at(11, 320);
    at(30, 700);
    expect(closest(measured(10, 400))).toMatchObject({ distance_m: 400 });
  });

  it('counts neither other orders, nor what was before the incident, nor places that are lost', () => {
    at(-1, 100);
    at(11, 200, { order: OTHER });
    at(12, 250, { lost: true });
    expect(closest(measured(10, 400))).toMatchObject({ distance_m: 400 });
  });

  it('drops a pair at once that frames tell of no more', () => {
    at(11, 320);
    frameAt(12);
    expect(presenceStore.getState().distances).toEqual([]);
  });
});

describe('U1: one clock for the box', () => {
  /** What the box says of now and of the closest, from one state of the stores. */
  const box = (...steps: Parameters<typeof worldOf>[0]) => {
    const incident = incidentOf(worldOf([raised, alerted(), ...steps]));
    const { frame, distances } = presenceStore.getState();
    const now = apartness(incident, leadAlert(incident), register, { frame, age_s: 0 }, T0 + 100_000);
    return { now, nearest: closestOf(incident, register, distances) };
  };

  it('now and closest are of the same frame, by the server’s time, where it is the nearest', () => {
    at(11, 320);
    const { now, nearest } = box(measured(10, 400));
    expect(now).toMatchObject({ distance_m: 320, at_ms: T0 + 11_000 });
    expect(nearest).toMatchObject({ distance_m: 320, at_ms: now?.at_ms });
  });

  it('without a frame now is of the time of its entry', () => {
    expect(box(measured(70, 900)).now).toMatchObject({ source: 'record', at_ms: T0 + 70_000 });
  });

  it('whatever comes, the closest is never farther than now, and never of later', () => {
    const steps: Parameters<typeof worldOf>[0][number][] = [];
    for (const [at_s, distance_m] of [500, 430, 460, 380, 420, 300, 310, 305, 290, 350].entries()) {
      at(at_s + 1, distance_m);
      if (at_s % 4 === 3) steps.push(measured(at_s + 1, distance_m));
      const { now, nearest } = box(...steps);
      expect(nearest?.distance_m).toBeLessThanOrEqual(now?.distance_m ?? 0);
      expect(nearest?.at_ms).toBeLessThanOrEqual(now?.at_ms ?? 0);
    }
  });
});

describe('the distance of an incident that no frame tells of', () => {
  const apart = (...steps: Parameters<typeof worldOf>[0]) => {
    const incident = incidentOf(worldOf([raised, ...steps]));
    return apartness(incident, leadAlert(incident), register, { frame: null, age_s: 0 }, T0 + 100_000);
  };
  const cleared: Parameters<typeof worldOf>[0][number] = {
    at_s: 90,
    body: { kind: 'alert.cleared', alertId: proximity().alertId, reason: 'left' },
  };

  it('is the last that was measured: who has left is not shown where they came in', () => {
    expect(apart(alerted(), measured(10, 400), measured(80, 2600), cleared)).toMatchObject({
      source: 'record',
      distance_m: 2600,
      age_s: 20,
    });
  });

  it('is that of the alert until one was measured after it', () => {
    const told = apart(alerted({}, 0));
    expect(told).toMatchObject({ distance_m: proximity().separation?.distance_m, age_s: 100 });
    expect(apart(measured(10, 400), alerted({}, 20))).toMatchObject({ distance_m: told?.distance_m, age_s: 80 });
  });

  it('is that of the victim spoken of, and nobody else’s', () => {
    expect(apart(alerted(), measured(50, 700, PersonId.parse('V-other')))).toMatchObject({ age_s: 100 });
  });

  it('is known where an alert names none, as of a zone', () => {
    expect(apart(alerted({ separation: null }), measured(70, 900))).toMatchObject({ distance_m: 900, age_s: 30 });
    expect(apart(alerted({ separation: null }))).toBeNull();
  });
});
