import type { Fix } from '../../../shared/domain/fixes.ts';
import { atMost_m, distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { TrackBuffer } from './buffer.ts';

/** A speed and the time of the fix that showed it. Changed in place, as all that is noted of each fix. */
export type Pace = { speed_mps: number; at_ms: number };

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
    if (atMost_m(path.lon(from), path.lat(from), path.lon(index), path.lat(index)) - radii_m <= top_mps * dt_s)
      continue;
    const way_m = distance_m([path.lon(from), path.lat(from)], [path.lon(index), path.lat(index)]);
    top_mps = Math.max(top_mps, (way_m - radii_m) / dt_s);
  }
  return top_mps;
};

/** Pace of a track that begins with a fix, as reported. */
export const paceFrom = ({ speed_mps, at_ms }: Fix): Pace => ({ speed_mps: speed_mps ?? 0, at_ms });

/**
 * Notes in `pace` the fastest speed in the window up to the newest point of a track, which is `fix`, m/s: while that is in the window and the
 * newest is no faster, it stays. The ways to the newest are asked what they prove where its step is one that proves anything.
 */
export const notePace = (pace: Pace, buffer: TrackBuffer, fix: Fix, isStep: boolean, policy: Policy): void => {
  const { path } = buffer;
  const { at_ms } = fix;
  const newest_mps = isStep || fix.speed_mps === null ? speedAt(buffer, path.size() - 1, policy) : fix.speed_mps;
  const from_ms = at_ms - policy.uncertainty.speedWindow_s * 1000;
  const isOver = pace.at_ms < from_ms;
  if (!isOver && pace.speed_mps >= newest_mps) return;
  const isFaster = newest_mps >= pace.speed_mps;
  pace.speed_mps = newest_mps;
  pace.at_ms = at_ms;
  if (isFaster) return;
  for (let i = path.size() - 2; i >= 0 && path.at_ms(i) >= from_ms; i -= 1) {
    const speed_mps = speedAt(buffer, i, policy);
    if (speed_mps <= pace.speed_mps) continue;
    pace.speed_mps = speed_mps;
    pace.at_ms = path.at_ms(i);
  }
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
