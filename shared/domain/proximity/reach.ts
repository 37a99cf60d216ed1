import type { LonLat } from '../fixes.ts';
import { distance_m } from '../geo/geodesic.ts';
import type { Policy } from '../policy.ts';
import { age_s, isLost, reachSpeed_mps } from './radius.ts';
import type { Subject } from './types.ts';

/** Longest time that is told, seconds: a day also stands for one who cannot move at all. */
const LONGEST_S = 86_400;

/** Worst case of a subject's movement: somewhere within the radius, setting out now as fast as they can. */
export type Reach = { readonly at: LonLat; readonly radius_m: number; readonly speed_mps: number };

/**
 * Worst case from a subject's last fix; null when the location is lost. They may have set out right after that fix: a radius that begins to
 * grow when the next is overdue shows where to look for somebody, and would hide a minute and a half of a device that reports once a minute.
 */
export const reachOf = (subject: Subject, now_ms: number, policy: Policy): Reach | null => {
  if (isLost(subject, now_ms, policy)) return null;
  const { uncertainty } = policy;
  const speed_mps = reachSpeed_mps(subject, policy);
  const accuracy_m = subject.fix.accuracy_m ?? uncertainty.defaultAccuracy_m;
  return {
    at: [subject.fix.lon, subject.fix.lat],
    radius_m: uncertainty.radiusFactor * accuracy_m + speed_mps * age_s(subject, now_ms),
    speed_mps,
  };
};

/** Soonest time within `limit_m` of a target that stays, seconds: `max(0, way − R − limit) / v`. `way_m` is counted from the last fix. */
export const reach_s = (way_m: number, from: Omit<Reach, 'at'>, limit_m = 0): number => {
  const left_m = Math.max(0, way_m - from.radius_m - limit_m);
  return left_m === 0 ? 0 : Math.min(LONGEST_S, left_m / from.speed_mps);
};

/** Every place where a subject's device says that they may be, each as their last fix: also one not believed yet, and a second one. */
const placesOf = (subject: Subject): readonly Subject[] =>
  [subject.fix, subject.held, subject.twoPlaces].flatMap((fix) => (fix === null ? [] : [{ ...subject, fix }]));

/**
 * The earliest moment of contact that the data allow, seconds from now: both may be as near to each other as their fixes permit, and may come
 * towards each other, straight, as fast as they can; `(d − Ro − Rv − limit) / (vo + vv)`, never below 0. Streets do not bound it: the limit
 * is measured as the crow flies. Null where one of the two is lost.
 */
export const earliestContact_s = (
  offender: Subject,
  victim: Subject,
  limit_m: number,
  now_ms: number,
  policy: Policy,
): number | null => {
  const reaches = (subject: Subject): readonly Reach[] =>
    placesOf(subject).flatMap((one) => reachOf(one, now_ms, policy) ?? []);
  let earliest_s: number | null = null;
  for (const o of reaches(offender))
    for (const v of reaches(victim)) {
      const both = { radius_m: o.radius_m + v.radius_m, speed_mps: o.speed_mps + v.speed_mps };
      earliest_s = Math.min(earliest_s ?? Infinity, reach_s(distance_m(o.at, v.at), both, limit_m));
    }
  return earliest_s;
};
