import type { Fix } from '../fixes.ts';
import { atMost_m, distance_m } from '../geo/geodesic.ts';
import type { Policy } from '../policy.ts';

/**
 * Speed that the way from one fix to a later one takes at least, m/s: their distance less both 95 % radii, by the time between. Infinite
 * where there is a way and no time.
 */
export const neededSpeed_mps = (from: Fix, to: Fix, policy: Policy): number => {
  const { radiusFactor, defaultAccuracy_m } = policy.uncertainty;
  const radii_m = radiusFactor * ((from.accuracy_m ?? defaultAccuracy_m) + (to.accuracy_m ?? defaultAccuracy_m));
  const way_m = distance_m([from.lon, from.lat], [to.lon, to.lat]) - radii_m;
  return way_m <= 0 ? 0 : way_m / Math.max(0, (to.at_ms - from.at_ms) / 1000);
};

/** True when somebody can have come from one fix to a later one. */
export const isReachable = (from: Fix, to: Fix, policy: Policy): boolean =>
  neededSpeed_mps(from, to, policy) <= policy.fixes.plausible_mps;

/** True where it is plain without a root or a cosine that a later fix can be reached; false says nothing. */
const isNear = (from: Fix, to: Fix, policy: Policy): boolean =>
  atMost_m(from.lon, from.lat, to.lon, to.lat) * 1000 <= policy.fixes.plausible_mps * (to.at_ms - from.at_ms);

/** What a new fix says about itself and about the one that is held. */
export type Judgement = {
  readonly next: 'accept' | 'hold';
  /** Null where none is held. */
  readonly held: 'release' | 'drop' | null;
};

const ACCEPTED: Judgement = { next: 'accept', held: null };

/**
 * Judges the next fix of a track against the last accepted one and the one held. The held one is released when the next can be reached
 * from it and dropped when the next can be reached from the old track; where both are so, the slower way is believed, and where neither,
 * the newer of the two unbelievable ones is held instead.
 */
export const judge = (last: Fix, held: Fix | null, next: Fix, policy: Policy): Judgement => {
  if (held === null && isNear(last, next, policy)) return ACCEPTED;
  const fromLast = neededSpeed_mps(last, next, policy);
  const limit = policy.fixes.plausible_mps;
  if (held === null) return { next: fromLast <= limit ? 'accept' : 'hold', held: null };
  const fromHeld = neededSpeed_mps(held, next, policy);
  if (Math.min(fromHeld, fromLast) > limit) return { next: 'hold', held: 'drop' };
  return { next: 'accept', held: fromHeld < fromLast ? 'release' : 'drop' };
};
