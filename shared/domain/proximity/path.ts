import type { LonLat } from '../fixes.ts';
import { along, distance_m } from '../geo/geodesic.ts';
import type { Policy } from '../policy.ts';
import { radiusAfter_m } from './radius.ts';
import type { Path, Subject } from './types.ts';

/** A place with the 95 % radius around it, metres. */
export type Place = { readonly at: LonLat; readonly radius_m: number };

const pointOf = (path: Path, index: number): LonLat => [path.lon(index), path.lat(index)];

/**
 * True when the way from fix `index` to the next is known to be straight: the two are near in time, and no faster than can be believed
 * (after a released jump they are not).
 */
export const isLeg = (path: Path, index: number, policy: Policy): boolean => {
  const dt_s = (path.at_ms(index + 1) - path.at_ms(index)) / 1000;
  if (!(dt_s > 0 && dt_s <= policy.track.maxLeg_s)) return false;
  const radii_m = policy.uncertainty.radiusFactor * (path.accuracy_m(index) + path.accuracy_m(index + 1));
  const way_m = distance_m(pointOf(path, index), pointOf(path, index + 1));
  return way_m - radii_m <= policy.fixes.plausible_mps * dt_s;
};

/**
 * Where somebody was at an instant that belongs to fix `index` and the way to the next: on the straight line at constant speed, with
 * the accuracy interpolated, where that way is a leg; else at the fix itself, with a radius that grows.
 */
export const placeOnWay = (subject: Subject, index: number, at_ms: number, policy: Policy): Place => {
  const { path } = subject;
  const from_ms = path.at_ms(index);
  if (index + 1 < path.size() && isLeg(path, index, policy)) {
    const share = (at_ms - from_ms) / (path.at_ms(index + 1) - from_ms);
    const [accuracy_m, next_m] = [path.accuracy_m(index), path.accuracy_m(index + 1)];
    return {
      at: along(pointOf(path, index), pointOf(path, index + 1), share),
      radius_m: policy.uncertainty.radiusFactor * (accuracy_m + (next_m - accuracy_m) * share),
    };
  }
  const age_s = (at_ms - from_ms) / 1000;
  return { at: pointOf(path, index), radius_m: radiusAfter_m(subject, path.accuracy_m(index), age_s, policy) };
};
