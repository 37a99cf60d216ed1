import { area } from '@turf/area';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { pointToPolygonDistance } from '@turf/point-to-polygon-distance';
import fc from 'fast-check';
import type { Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import type { LonLat } from '../../../../shared/domain/fixes.ts';
import { destination, distance_m } from '../../../../shared/domain/geo/geodesic.ts';
import { nearestOnLeg } from '../../../../shared/domain/geo/zoneLeg.ts';
import { enclosing, signedDistance_m } from '../../../../shared/domain/geo/zones.ts';
import { circleRing } from '../../../../renderer/map/scene/circles.ts';
import { HOME } from '../scene.ts';

const degrees = fc.double({ min: 0, max: 359.9, noNaN: true });
const metres = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** A star-shaped polygon around home, as wild as it may be: corners at rising bearings, any distance each. */
const ring = fc
  .array(metres(50, 1500), { minLength: 3, maxLength: 12 })
  .map((radii) => radii.map((radius, i) => destination(HOME, (360 * i) / radii.length, radius)));
const place = fc.tuple(degrees, metres(0, 3000)).map(([bearing, distance]) => destination(HOME, bearing, distance));

const asGeoJson = (corners: readonly LonLat[]): Polygon => ({
  type: 'Polygon',
  coordinates: [[...corners, ...corners.slice(0, 1)].map(([lon, lat]) => [lon, lat])],
});

describe('a polygon zone, against turf', () => {
  it('holds the same places', () => {
    fc.assert(
      fc.property(ring, place, (corners, at) => {
        const d = signedDistance_m({ type: 'polygon', ring: corners }, at);
        // Within a decimetre of the edge the two planes may disagree.
        fc.pre(Math.abs(d) > 0.1);
        expect(d < 0).toBe(booleanPointInPolygon([at[0], at[1]], asGeoJson(corners)));
      }),
      { numRuns: 1000 },
    );
  });

  it('lies as far away', () => {
    fc.assert(
      fc.property(ring, place, (corners, at) => {
        const d = signedDistance_m({ type: 'polygon', ring: corners }, at);
        const theirs = pointToPolygonDistance([at[0], at[1]], asGeoJson(corners), {
          units: 'meters',
          method: 'geodesic',
        });
        // turf reckons on a sphere: up to 0.4 % in Korea.
        expect(Math.abs(d - theirs)).toBeLessThan(1 + 0.005 * Math.abs(theirs));
      }),
      { numRuns: 300 },
    );
  });

  it('lies whole in the circle that is looked at first', () => {
    fc.assert(
      fc.property(ring, (corners) => {
        const { centre, radius_m } = enclosing({ type: 'polygon', ring: corners });
        for (const corner of corners) expect(distance_m(centre, corner)).toBeLessThanOrEqual(radius_m);
        expect(area(asGeoJson(corners))).toBeLessThan(Math.PI * radius_m ** 2 * 1.01);
      }),
    );
  });

  it('is nearest on a leg where no sampled place of the leg is nearer', () => {
    fc.assert(
      fc.property(ring, place, place, (corners, from, to) => {
        const shape = { type: 'polygon' as const, ring: corners };
        const at = (share: number): LonLat => [
          from[0] + (to[0] - from[0]) * share,
          from[1] + (to[1] - from[1]) * share,
        ];
        const found = signedDistance_m(shape, at(nearestOnLeg(shape, from, to)));
        const inside = Array.from({ length: 201 }, (_, i) => at(i / 200)).filter((point) =>
          booleanPointInPolygon([point[0], point[1]], asGeoJson(corners)),
        );
        const sampled = Math.min(...Array.from({ length: 201 }, (_, i) => signedDistance_m(shape, at(i / 200))));
        // Whether the way leads through is exact; how deep is good enough for a certainty.
        if (inside.length > 0) expect(found).toBeLessThanOrEqual(0.1);
        else expect(found).toBeLessThan(sampled + 0.5);
      }),
      { numRuns: 300 },
    );
  });
});

it('a circle on the map covers what turf measures for its radius', () => {
  fc.assert(
    fc.property(place, metres(20, 3000), (centre, radius) => {
      const drawn = area(asGeoJson(circleRing(centre, radius)));
      expect(drawn / (Math.PI * radius ** 2)).toBeGreaterThan(0.985);
      expect(drawn / (Math.PI * radius ** 2)).toBeLessThan(1.015);
    }),
  );
});
