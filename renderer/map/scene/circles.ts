import type { LonLat } from '../../../shared/domain/fixes.ts';
import { destination } from '../../../shared/domain/geo/geodesic.ts';
import type { ZoneShape } from '../../../shared/domain/orders.ts';

const RING_POINTS = 72;

/** Closed ring around a centre; radius in metres on the ellipsoid. */
export const circleRing = (centre: LonLat, radius_m: number, points = RING_POINTS): readonly LonLat[] => {
  const ring = Array.from({ length: points }, (_, i) => destination(centre, (i * 360) / points, radius_m));
  const first = ring[0];
  return first === undefined ? ring : [...ring, first];
};

/** Arcs of a dashed circle: the first half of each of `dashes` equal parts is drawn. */
export const dashedCircle = (centre: LonLat, radius_m: number, dashes: number): readonly (readonly LonLat[])[] => {
  const step = 360 / dashes;
  return Array.from({ length: dashes }, (_, i) =>
    [0, 0.25, 0.5].map((part) => destination(centre, (i + part) * step, radius_m)),
  );
};

/** Outline of a zone, closed. */
export const zoneRing = (shape: ZoneShape): readonly LonLat[] => {
  if (shape.type === 'circle') return circleRing(shape.centre, shape.radius_m);
  const first = shape.ring[0];
  const last = shape.ring.at(-1);
  if (first === undefined || last === undefined) return shape.ring;
  return first[0] === last[0] && first[1] === last[1] ? shape.ring : [...shape.ring, first];
};

/** Where a zone's label stands: the centre of a circle, the middle of a polygon's corners. */
export const zoneCentre = (shape: ZoneShape): LonLat => {
  if (shape.type === 'circle') return shape.centre;
  const corners = zoneRing(shape).slice(1);
  const sum = corners.reduce<LonLat>(([lon, lat], corner) => [lon + corner[0], lat + corner[1]], [0, 0]);
  return [sum[0] / corners.length, sum[1] / corners.length];
};
