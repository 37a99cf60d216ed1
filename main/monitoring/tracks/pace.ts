import type { Fix } from '../../../shared/domain/fixes.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { TrackBuffer } from './buffer.ts';

/** A speed and the time of the fix that showed it. */
export type Pace = { readonly speed_mps: number; readonly at_ms: number };

/** Speed at point `index`: as reported, else from the point before, where that is near enough in time to say anything. */
const speedAt = ({ path, speed_mps }: TrackBuffer, index: number, policy: Policy): number => {
  const reported = speed_mps(index);
  if (reported !== null) return reported;
  const dt_s = (path.at_ms(index) - path.at_ms(index - 1)) / 1000;
  if (!(dt_s > 0 && dt_s <= policy.uncertainty.speedWindow_s)) return 0;
  const way_m = distance_m([path.lon(index - 1), path.lat(index - 1)], [path.lon(index), path.lat(index)]);
  return way_m / dt_s;
};

/**
 * Fastest speed in the window up to the newest point, which is `fix`, m/s. `before` is the answer for the point before it: while that is
 * in the window and the newest is no faster, it stays.
 */
export const topPace = (buffer: TrackBuffer, { at_ms, speed_mps }: Fix, before: Pace | null, policy: Policy): Pace => {
  const { path } = buffer;
  const newest_mps = speed_mps ?? speedAt(buffer, path.size() - 1, policy);
  const from_ms = at_ms - policy.uncertainty.speedWindow_s * 1000;
  if (before !== null && before.speed_mps >= newest_mps && before.at_ms >= from_ms) return before;
  let top: Pace = { speed_mps: newest_mps, at_ms };
  if (before === null || newest_mps >= before.speed_mps) return top;
  for (let i = path.size() - 2; i >= 0 && path.at_ms(i) >= from_ms; i -= 1) {
    const speed = speedAt(buffer, i, policy);
    if (speed > top.speed_mps) top = { speed_mps: speed, at_ms: path.at_ms(i) };
  }
  return top;
};

/** Median of the last reporting intervals, seconds; null while there is none. */
export const medianInterval_s = ({ path }: TrackBuffer, policy: Policy): number | null => {
  const last = path.size() - 1;
  const gaps: number[] = [];
  for (let i = last; i > 0 && gaps.length < policy.uncertainty.intervalsOfMedian; i -= 1)
    gaps.push((path.at_ms(i) - path.at_ms(i - 1)) / 1000);
  gaps.sort((a, b) => a - b);
  const middle = gaps.length / 2;
  const upper = gaps[Math.floor(middle)];
  if (upper === undefined) return null;
  return Number.isInteger(middle) ? ((gaps[middle - 1] ?? upper) + upper) / 2 : upper;
};
