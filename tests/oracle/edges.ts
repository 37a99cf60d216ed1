import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { LonLat } from '../../shared/domain/fixes.ts';
import type { ZoneShape } from '../../shared/domain/orders.ts';
import { geodesic_m, pointFrom } from './places.ts';
import type { Point } from './places.ts';

/** Distance from the origin of the plane to the segment ab, metres: sampled nowhere, since the foot of the perpendicular is known. */
const toSegment_m = (at: Point, a: Point, b: Point): number => {
  const [wx, wy] = [b[0] - a[0], b[1] - a[1]];
  const length2 = wx ** 2 + wy ** 2;
  const along = length2 === 0 ? 0 : ((at[0] - a[0]) * wx + (at[1] - a[1]) * wy) / length2;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(a[0] + share * wx - at[0], a[1] + share * wy - at[1]);
};

/**
 * Distance from a place to the edge of a zone, metres, negative inside. A polygon is laid out once on a plane around its first corner,
 * which is true to centimetres as long as it is smaller than a town; inside is what turf calls so (even and odd).
 */
export const edgeOf = (shape: ZoneShape): ((at: LonLat) => number) => {
  if (shape.type === 'circle') return (at) => geodesic_m(shape.centre, at) - shape.radius_m;
  const [origin] = shape.ring;
  if (origin === undefined) throw new Error('a polygon without corners');
  const corners = shape.ring.map((corner) => pointFrom(origin, corner));
  const closed = [...corners, ...corners.slice(0, 1)];
  const polygon = { type: 'Polygon' as const, coordinates: [closed.map(([x, y]) => [x, y])] };
  return (at) => {
    const point = pointFrom(origin, at);
    let nearest_m = Number.POSITIVE_INFINITY;
    corners.forEach((corner, index) => {
      nearest_m = Math.min(nearest_m, toSegment_m(point, corner, closed[index + 1] ?? corner));
    });
    return booleanPointInPolygon([point[0], point[1]], polygon) ? -nearest_m : nearest_m;
  };
};
