import type { Fix } from '../../../shared/domain/fixes.ts';
import { atMost_m, distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { TrackBuffer } from './buffer.ts';

/** A speed and the time of the fix that showed it; `asked_ms`: when the ways to a fix were last asked what they prove. */
export type Pace = { readonly speed_mps: number; readonly at_ms: number; readonly asked_ms: number };

/** Speed from the point before, where that is near enough in time to say anything, m/s. */
const speedOfLeg = ({ path }: TrackBuffer, index: number, policy: Policy): number => {
  const dt_s = (path.at_ms(index) - path.at_ms(index - 1)) / 1000;
  if (!(dt_s > 0 && dt_s <= policy.uncertainty.speedWindow_s)) return 0;
  const way_m = distance_m([path.lon(index - 1), path.lat(index - 1)], [path.lon(index), path.lat(index)]);
  return way_m / dt_s;
};

/**
 * Speed at point `index`, m/s: as reported, else from the point before; or the fastest that the ways to it prove, if that is more, since
 * phones report 0 in a car that drives. A way proves its length less both 95 % radii. It is asked of the points 1, 2, 4, 8 … before, so that
 * a fix each second costs no more than a few comparisons.
 */
const speedAt = (buffer: TrackBuffer, index: number, policy: Policy): number => {
  const { path } = buffer;
  const { radiusFactor, provenOver_s, speedWindow_s } = policy.uncertainty;
  let top_mps = buffer.speed_mps(index) ?? speedOfLeg(buffer, index, policy);
  for (let back = 1; back <= index; back *= 2) {
    const from = index - back;
    const dt_s = (path.at_ms(index) - path.at_ms(from)) / 1000;
    if (dt_s > speedWindow_s) break;
    if (dt_s < provenOver_s) continue;
    const radii_m = radiusFactor * (path.accuracy_m(from) + path.accuracy_m(index));
    const [lonA, latA, lonB, latB] = [path.lon(from), path.lat(from), path.lon(index), path.lat(index)];
    if (atMost_m(lonA, latA, lonB, latB) - radii_m <= top_mps * dt_s) continue;
    top_mps = Math.max(top_mps, (distance_m([lonA, latA], [lonB, latB]) - radii_m) / dt_s);
  }
  return top_mps;
};

/**
 * Fastest speed in the window up to the newest point, which is `fix`, m/s. `before` is the answer for the point before it: while that is
 * in the window and the newest is no faster, it stays.
 */
export const topPace = (buffer: TrackBuffer, { at_ms }: Fix, before: Pace | null, policy: Policy): Pace => {
  const { path } = buffer;
  const last = path.size() - 1;
  // Ways prove nothing of less than that time, so asking more often would tell little sooner.
  const isAsked = before === null || at_ms - before.asked_ms >= policy.uncertainty.provenOver_s * 1000;
  const newest_mps = isAsked
    ? speedAt(buffer, last, policy)
    : (buffer.speed_mps(last) ?? speedOfLeg(buffer, last, policy));
  const asked_ms = isAsked ? at_ms : before.asked_ms;
  const from_ms = at_ms - policy.uncertainty.speedWindow_s * 1000;
  if (before !== null && before.speed_mps >= newest_mps && before.at_ms >= from_ms)
    return isAsked ? { ...before, asked_ms } : before;
  let top: Pace = { speed_mps: newest_mps, at_ms, asked_ms };
  if (before === null || newest_mps >= before.speed_mps) return top;
  for (let i = path.size() - 2; i >= 0 && path.at_ms(i) >= from_ms; i -= 1) {
    const speed = speedAt(buffer, i, policy);
    if (speed > top.speed_mps) top = { speed_mps: speed, at_ms: path.at_ms(i), asked_ms };
  }
  return top;
};

/**
 * Notes when a fix was taken, in order of time, beside the track: of a device that reports every ten minutes the track remembers too few for
 * an interval. `times_ms` is changed in place.
 */
export const noteTime = (times_ms: number[], at_ms: number, policy: Policy): void => {
  let index = times_ms.length;
  while (index > 0 && (times_ms[index - 1] ?? 0) > at_ms) index -= 1;
  if (index > 0 && times_ms[index - 1] === at_ms) return;
  times_ms.splice(index, 0, at_ms);
  if (times_ms.length > policy.uncertainty.intervalsOfMedian + 1) times_ms.shift();
};

/** Median of the intervals between fixes, seconds; null while there are too few: one gap makes no rate. */
export const medianInterval_s = (times_ms: readonly number[], policy: Policy): number | null => {
  const gaps: number[] = [];
  for (let i = 1; i < times_ms.length; i += 1) gaps.push(((times_ms[i] ?? 0) - (times_ms[i - 1] ?? 0)) / 1000);
  if (gaps.length < policy.uncertainty.fewestIntervals) return null;
  gaps.sort((a, b) => a - b);
  const middle = gaps.length / 2;
  const upper = gaps[Math.floor(middle)];
  if (upper === undefined) return null;
  return Number.isInteger(middle) ? ((gaps[middle - 1] ?? upper) + upper) / 2 : upper;
};
