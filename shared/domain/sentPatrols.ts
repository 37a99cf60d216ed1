import type { Fix, LonLat } from './fixes.ts';
import { distance_m } from './geo/geodesic.ts';
import type { PersonId } from './ids.ts';
import type { Policy } from './policy.ts';

/** What is found of a patrol that was sent and is not yet on scene: it stands by the people it was sent for, or does not move at all. */
export const PATROL_FINDINGS = ['arrived', 'not-moving'] as const;
export type PatrolFinding = (typeof PATROL_FINDINGS)[number];

/** What is kept of a patrol's way to tell the one and the other. */
export type PatrolTrack = {
  readonly fix: Fix;
  /** Where it stood when it had last moved on, and when that was. */
  readonly anchor: Fix;
  /** Since when it has been slow and beside each of the people it was sent for, epoch ms. Gives places away. */
  readonly beside: ReadonlyMap<PersonId, number>;
};

type Figures = Pick<Policy, 'units'>;

const placeOf = ({ lon, lat }: Fix): LonLat => [lon, lat];

/** Reported, else from the way since the fix before; null while nobody knows. */
const speed_mps = (before: PatrolTrack | null, fix: Fix): number | null => {
  if (fix.speed_mps !== null) return fix.speed_mps;
  const passed_s = before === null ? 0 : (fix.at_ms - before.fix.at_ms) / 1000;
  return before === null || passed_s <= 0 ? null : distance_m(placeOf(before.fix), placeOf(fix)) / passed_s;
};

/** Takes the next fix of a patrol in. `people`: where those are now for whom it was sent, as far as that is known; empty for a free one. */
export const stepPatrolTrack = (
  before: PatrolTrack | null,
  fix: Fix,
  people: ReadonlyMap<PersonId, LonLat>,
  { units }: Figures,
): PatrolTrack => {
  const speed = speed_mps(before, fix);
  const isSlow = speed !== null && speed < units.arrivedSlow_mps;
  const beside = new Map<PersonId, number>();
  for (const [person, at] of people) {
    if (isSlow && distance_m(placeOf(fix), at) <= units.arrived_m)
      beside.set(person, before?.beside.get(person) ?? fix.at_ms);
  }
  const hasMovedOn = before === null || distance_m(placeOf(before.anchor), placeOf(fix)) > units.notMoving_m;
  return { fix, anchor: hasMovedOn ? fix : before.anchor, beside };
};

/** Nobody knows where it is by now. */
export const isPatrolStale = ({ at_ms }: Pick<Fix, 'at_ms'>, now_ms: number, { units }: Figures): boolean =>
  now_ms - at_ms > units.stale_s * 1000;

/**
 * What is found of a patrol that was assigned at `assignedAt_ms`. `sees`: whose places whoever is told may see; the arrival of a patrol tells
 * where they are. That it does not move tells nothing of anybody, and is therefore found in the same way for everybody.
 */
export const findingOf = (
  track: PatrolTrack,
  assignedAt_ms: number,
  sees: (person: PersonId) => boolean,
  now_ms: number,
  policy: Figures,
): PatrolFinding | null => {
  const { units } = policy;
  if (isPatrolStale(track.fix, now_ms, policy)) return null;
  const stood = (since_ms: number, for_s: number): boolean => track.fix.at_ms - since_ms >= for_s * 1000;
  const hasArrived = [...track.beside].some(
    ([person, since_ms]) => sees(person) && stood(since_ms, units.arrivedFor_s),
  );
  if (hasArrived) return 'arrived';
  return stood(Math.max(track.anchor.at_ms, assignedAt_ms), units.notMovingFor_s) ? 'not-moving' : null;
};
