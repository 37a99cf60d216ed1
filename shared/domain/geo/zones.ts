import type { LonLat } from '../fixes.ts';
import type { ZoneShape } from '../orders.ts';
import { unreachable } from '../result.ts';
import { distance_m, offset_m } from './geodesic.ts';

type Point = readonly [x: number, y: number];

/** Distance from the origin to the segment ab, in the units of the points. */
const toSegment = (a: Point, b: Point): number => {
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const length2 = dx * dx + dy * dy;
  const t = length2 === 0 ? 0 : Math.min(1, Math.max(0, -(a[0] * dx + a[1] * dy) / length2));
  return Math.hypot(a[0] + t * dx, a[1] + t * dy);
};

/** Whether the edge ab crosses the ray from the origin to +x (even-odd rule). */
const crosses = (a: Point, b: Point): boolean =>
  a[1] > 0 !== b[1] > 0 && ((b[0] - a[0]) * -a[1]) / (b[1] - a[1]) + a[0] > 0;

const toRing = (ring: readonly LonLat[], at: LonLat): number => {
  const points = ring.map((corner) => offset_m(at, corner));
  let nearest = Number.POSITIVE_INFINITY;
  let inside = false;
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length];
    if (b === undefined) return;
    nearest = Math.min(nearest, toSegment(a, b));
    if (crosses(a, b)) inside = !inside;
  });
  return inside ? -nearest : nearest;
};

/** Distance from a place to the edge of a zone in metres, negative inside. */
export const signedDistance_m = (shape: ZoneShape, at: LonLat): number => {
  switch (shape.type) {
    case 'circle':
      return distance_m(shape.centre, at) - shape.radius_m;
    case 'polygon':
      return toRing(shape.ring, at);
    default:
      return unreachable(shape);
  }
};
