import type { LonLat } from '../../../shared/domain/fixes.ts';
import { bearing_deg, destination, offset_m } from '../../../shared/domain/geo/geodesic.ts';
import type { ZoneShape } from '../../../shared/domain/orders.ts';
import { circleRing, zoneRing } from './circles.ts';

/** A sharp corner is pushed out no further than this many times the buffer. */
const MITRE_LIMIT = 2;

/** Twice the signed area in square metres: positive where the ring runs counter-clockwise. */
const turning = (ring: readonly LonLat[]): number => {
  const origin = ring[0];
  if (origin === undefined) return 0;
  const flat = ring.map((point) => offset_m(origin, point));
  return flat.reduce((sum, [x, y], i) => {
    const [nx, ny] = flat[(i + 1) % flat.length] ?? [x, y];
    return sum + x * ny - nx * y;
  }, 0);
};

/**
 * Outline of a zone with its buffer, for drawing. Exact for circles; for polygons each corner is moved outwards along its
 * bisector, which comes close to the true buffer unless a corner is very sharp. The rules measure distances, never this ring.
 */
export const bufferRing = (shape: ZoneShape, buffer_m: number): readonly LonLat[] => {
  if (shape.type === 'circle') return circleRing(shape.centre, shape.radius_m + buffer_m);
  const closed = zoneRing(shape);
  const corners = closed.slice(1);
  // Outwards is to the right of a counter-clockwise ring.
  const side = turning(corners) > 0 ? 90 : -90;
  const moved = corners.map((corner, i) => {
    const before = corners[(i + corners.length - 1) % corners.length] ?? corner;
    const after = corners[(i + 1) % corners.length] ?? corner;
    const arriving = bearing_deg(before, corner);
    const turn = ((bearing_deg(corner, after) - arriving + 540) % 360) - 180;
    const reach = Math.min(MITRE_LIMIT, 1 / Math.max(Math.cos((turn / 2) * (Math.PI / 180)), 0.1));
    return destination(corner, arriving + turn / 2 + side, buffer_m * reach);
  });
  const first = moved[0];
  return first === undefined ? moved : [...moved, first];
};
