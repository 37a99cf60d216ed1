import { z } from 'zod';
import type { LonLat } from './fixes.ts';
import { distance_m, offset_m } from './geo/geodesic.ts';
import { nearestToOrigin } from './geo/segment.ts';
import type { Policy } from './policy.ts';

/**
 * How a victim follows the way that was sent to them. `awaited`: it has just been sent, and nobody can tell yet. `unknown`: no fresh place of
 * theirs says anything.
 */
export const Following = z.enum(['awaited', 'on-the-way', 'stalled', 'away', 'arrived', 'unknown']);
export type Following = z.infer<typeof Following>;

/** Where somebody was, with the radius of 68 % confidence. */
export type Seen = {
  readonly at_ms: number;
  readonly lon: number;
  readonly lat: number;
  readonly accuracy_m: number;
};

type Rules = Pick<Policy, 'guidance' | 'uncertainty'>;

const placeOf = ({ lon, lat }: Seen): LonLat => [lon, lat];

/** What is left to walk from a point, metres: to the nearest point of the way, and from there along it. */
const left_m = (route: readonly LonLat[], at: LonLat): number => {
  let nearest_m = Number.POSITIVE_INFINITY;
  let leftThere_m = 0;
  let behind_m = 0;
  // From the end, so that the stretch behind each piece is known.
  for (let index = route.length - 2; index >= 0; index -= 1) {
    const [a, b] = [route[index], route[index + 1]];
    if (a === undefined || b === undefined) continue;
    const piece_m = distance_m(a, b);
    const { share, distance } = nearestToOrigin(offset_m(at, a), offset_m(at, b));
    if (distance < nearest_m) {
      nearest_m = distance;
      leftThere_m = behind_m + (1 - share) * piece_m;
    }
    behind_m += piece_m;
  }
  return nearest_m + leftThere_m;
};

/** Nobody walks far in so short a time: of a device that reports each second, one place in five is measured against the way. */
const LOOK_EVERY_MS = 5000;

/** Some of the places, the last two among them. */
const looks = (seen: readonly Seen[]): readonly Seen[] => {
  let last_ms = Number.NEGATIVE_INFINITY;
  return seen.filter(({ at_ms }, index) => {
    if (index < seen.length - 2 && at_ms - last_ms < LOOK_EVERY_MS) return false;
    last_ms = at_ms;
    return true;
  });
};

/** Since when, epoch ms, each of the places up to the last one has been at the end of the way without a break; null where it was not. */
const stays = (end: LonLat, seen: readonly Seen[], { guidance }: Rules): readonly (number | null)[] => {
  let since_ms: number | null = null;
  return seen.map((one) => {
    const isThere = distance_m(placeOf(one), end) <= guidance.arrived_m;
    since_ms = isThere ? (since_ms ?? one.at_ms) : null;
    return since_ms;
  });
};

const isStay = (since_ms: number | null, { at_ms }: Seen, { guidance }: Rules): boolean =>
  since_ms !== null && at_ms - since_ms >= guidance.arrivedFor_s * 1000;

/** Whether somebody was at the end of a way for long enough to be believed: who only passes by has not arrived. */
export const hasArrived = (route: readonly LonLat[], seen: readonly Seen[], rules: Rules): boolean => {
  const end = route.at(-1);
  if (end === undefined) return false;
  const since = stays(end, seen, rules);
  return seen.some((one, index) => isStay(since[index] ?? null, one, rules));
};

/**
 * How a way is followed now. `seen` are the victim's own places since it was sent, in order of time. Progress counts by what is left to walk, so
 * that who takes a parallel street is not called away; every judgement needs more than the error of a place.
 */
export const followingOf = (
  route: readonly LonLat[],
  seen: readonly Seen[],
  sentAt_ms: number,
  now_ms: number,
  rules: Rules,
): Following => {
  const { guidance, uncertainty } = rules;
  const end = route.at(-1);
  const last = seen.at(-1);
  if (end === undefined) return 'unknown';
  const isNew = now_ms - sentAt_ms < guidance.stalledFor_s * 1000;
  if (last === undefined) return isNew ? 'awaited' : 'unknown';
  if (isStay(stays(end, seen, rules).at(-1) ?? null, last, rules)) return 'arrived';
  if (now_ms - last.at_ms > guidance.fresh_s * 1000) return 'unknown';
  const looked = looks(seen);
  const left = looked.map((one) => left_m(route, placeOf(one)));
  const [before_m, now_m] = [left.at(-2), left.at(-1) ?? 0];
  const least_m = Math.min(...left.slice(0, -1));
  const enough_m = guidance.away_m + uncertainty.radiusFactor * last.accuracy_m;
  // Two in a row, since one place alone may be a reflection from a wall.
  if (before_m !== undefined && now_m - least_m > enough_m && before_m - least_m > enough_m) return 'away';
  const from = looked.findLastIndex(({ at_ms }) => last.at_ms - at_ms >= guidance.stalledFor_s * 1000);
  const hasMoved = (left[Math.max(0, from)] ?? now_m) - Math.min(now_m, before_m ?? now_m) >= guidance.stalled_m;
  if (hasMoved) return 'on-the-way';
  return from === -1 ? 'awaited' : 'stalled';
};
