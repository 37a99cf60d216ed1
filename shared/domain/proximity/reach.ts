import type { LonLat } from '../fixes.ts';
import type { Policy } from '../policy.ts';
import type { Subject } from '../rules/types.ts';
import { age_s, radius_m } from './radius.ts';

/** Longest time that is told, seconds: a day also stands for one who cannot move at all. */
const LONGEST_S = 86_400;

/** Worst case of a subject's movement: somewhere inside its 95 % disc, setting out now as fast as it can. */
export type Reach = { readonly at: LonLat; readonly radius_m: number; readonly speed_mps: number };

/** How fast a subject can move, metres per second: 1.5 × its fastest recent speed, held within the policy's bounds. */
export const reachSpeed_mps = (subject: Pick<Subject, 'topSpeed_mps'>, policy: Policy): number => {
  const { minSpeed_mps, maxSpeed_mps, speedFactor } = policy.uncertainty;
  return Math.min(maxSpeed_mps, Math.max(minSpeed_mps, speedFactor * subject.topSpeed_mps));
};

/** Whether the last fix is so old that nothing can be said of where the subject is. */
export const isLost = (subject: Subject, now_ms: number, policy: Policy): boolean =>
  age_s(subject, now_ms) > policy.silence.locationLostAfter_s;

/** Worst case from a subject's last fix; null when the location is lost. */
export const reachOf = (subject: Subject, now_ms: number, policy: Policy): Reach | null =>
  isLost(subject, now_ms, policy)
    ? null
    : {
        at: [subject.fix.lon, subject.fix.lat],
        radius_m: radius_m(subject, now_ms, policy),
        speed_mps: reachSpeed_mps(subject, policy),
      };

/**
 * Soonest time of arrival, seconds: `max(0, way − R) / v`. `way_m` is counted from the last fix; a target that is itself unsure
 * takes its own radius off as well (`targetRadius_m`).
 */
export const reach_s = (way_m: number, from: Omit<Reach, 'at'>, targetRadius_m = 0): number => {
  const left_m = Math.max(0, way_m - from.radius_m - targetRadius_m);
  return left_m === 0 ? 0 : Math.min(LONGEST_S, left_m / from.speed_mps);
};
