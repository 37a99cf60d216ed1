import type { LonLat } from '../fixes.ts';
import type { Policy } from '../policy.ts';
import { isLost, radius_m, reachSpeed_mps } from './radius.ts';
import type { Subject } from './types.ts';

/** Longest time that is told, seconds: a day also stands for one who cannot move at all. */
const LONGEST_S = 86_400;

/** Worst case of a subject's movement: somewhere inside its 95 % disc, setting out now as fast as it can. */
export type Reach = { readonly at: LonLat; readonly radius_m: number; readonly speed_mps: number };

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
