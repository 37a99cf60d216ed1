import type { Fix } from '../../../shared/domain/fixes.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { isReachable } from '../../../shared/domain/proximity/plausible.ts';

/** How often a track has lately jumped to a place that nobody can travel to in time, and back. */
export type Flips = {
  readonly count: number;
  /** The place that the track is not at. */
  readonly other: Fix | null;
  readonly at_ms: number;
};

export const noFlips: Flips = { count: 0, other: null, at_ms: Number.NEGATIVE_INFINITY };

/**
 * Counts a jump: the track is at `here` and was, or was said to be, at `other`. It goes on with the count where one of the two is where the
 * other place was before, or where the track itself has jumped (`gone`); a fix dropped at some third place begins anew, and a short jump
 * counts for nothing, as noise does.
 */
export const withFlip = (flips: Flips, other: Fix, here: Fix, gone: boolean, policy: Policy): Flips => {
  const at_ms = Math.max(other.at_ms, here.at_ms);
  const again =
    flips.other !== null &&
    at_ms - flips.at_ms <= policy.fixes.twoPlaces_s * 1000 &&
    (gone || isReachable(flips.other, other, policy) || isReachable(flips.other, here, policy));
  if (distance_m([other.lon, other.lat], [here.lon, here.lat]) < policy.fixes.twoPlaces_m) return flips;
  return { count: again ? flips.count + 1 : 1, other, at_ms };
};
