import type { LonLat } from '../fixes.ts';
import type { ZoneShape } from '../orders.ts';
import { unreachable } from '../result.ts';
import { destination, distance_m, offset_m } from './geodesic.ts';
import { nearestToOrigin } from './segment.ts';
import type { Point } from './segment.ts';

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
    nearest = Math.min(nearest, nearestToOrigin(a, b).distance);
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

/** A circle that holds a zone: a quick answer to whether somebody far away needs a closer look. */
export type Enclosing = { readonly centre: LonLat; readonly radius_m: number };

/** A circle that holds the zone, not always the smallest: around its own centre, or the middle of a polygon's corners. */
export const enclosing = (shape: ZoneShape): Enclosing => {
  if (shape.type === 'circle') return { centre: shape.centre, radius_m: shape.radius_m };
  const [first] = shape.ring;
  if (first === undefined) throw new RangeError('a ring has corners');
  // Counted from the first corner, so that a zone across 180° is not taken for one around the world.
  const corners = shape.ring.map((corner) => offset_m(first, corner));
  const middle = (values: readonly number[]): number => (Math.min(...values) + Math.max(...values)) / 2;
  const [east, north] = [middle(corners.map(([x]) => x)), middle(corners.map(([, y]) => y))];
  const centre = destination(first, (Math.atan2(east, north) * 180) / Math.PI, Math.hypot(east, north));
  return { centre, radius_m: Math.max(...shape.ring.map((corner) => distance_m(centre, corner))) };
};
