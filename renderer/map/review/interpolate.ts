import type { LonLat } from '../../../shared/domain/fixes.ts';
import type { TrackPoint } from '../../../shared/protocol/track.ts';

/** Two fixes further apart than this are not joined by a straight line (domain: between two fixes). */
const JOIN_MS = 120_000;

/** Where a recorded track puts somebody at a time. */
export type Placed = {
  readonly position: LonLat;
  readonly accuracy_m: number;
  readonly heading_deg: number | null;
  /** Age of the fix shown, seconds; 0 where the place lies between two fixes. */
  readonly age_s: number;
};

/** Index of the last point at or before a time, −1 when there is none. Points are in order of time. */
export const lastBefore = (points: readonly TrackPoint[], at_ms: number): number => {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    const point = points[mid];
    if (point !== undefined && point.at_ms <= at_ms) low = mid + 1;
    else high = mid;
  }
  return low - 1;
};

/** Place on a track at a time: on the straight line between two fixes, otherwise the last fix with its age; null before the first. */
export const placeAt = (points: readonly TrackPoint[], at_ms: number): Placed | null => {
  const i = lastBefore(points, at_ms);
  const a = points[i];
  if (a === undefined) return null;
  const b = points[i + 1];
  if (b === undefined || b.at_ms - a.at_ms > JOIN_MS) {
    return {
      position: [a.lon, a.lat],
      accuracy_m: a.accuracy_m,
      heading_deg: a.heading_deg,
      age_s: (at_ms - a.at_ms) / 1000,
    };
  }
  const t = (at_ms - a.at_ms) / (b.at_ms - a.at_ms);
  return {
    position: [a.lon + (b.lon - a.lon) * t, a.lat + (b.lat - a.lat) * t],
    accuracy_m: a.accuracy_m + (b.accuracy_m - a.accuracy_m) * t,
    heading_deg: b.heading_deg ?? a.heading_deg,
    age_s: 0,
  };
};
