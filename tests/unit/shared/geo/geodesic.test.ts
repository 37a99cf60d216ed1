import fc from 'fast-check';
import geodesic from 'geographiclib-geodesic';
import { describe, expect, it } from 'vitest';
import { bearing_deg, destination, distance_m } from '../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../shared/domain/fixes.ts';

const lonLat = fc
  .tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -75, max: 75, noNaN: true }))
  .map(([lon, lat]): LonLat => [lon, lat]);
const bearing = fc.double({ min: 0, max: 359.9, noNaN: true });

/** GeographicLib's own solution of the inverse problem. */
const reference_m = (a: LonLat, b: LonLat): number => geodesic.Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0]).s12 ?? 0;

const reference_to = (from: LonLat, azimuth: number, distance: number): LonLat => {
  const { lon2, lat2 } = geodesic.Geodesic.WGS84.Direct(from[1], from[0], azimuth, distance);
  return [lon2 ?? 0, lat2 ?? 0];
};

describe('distance', () => {
  it('stays within 0.1 % of GeographicLib up to 20 km', () => {
    fc.assert(
      fc.property(lonLat, bearing, fc.double({ min: 1, max: 20_000, noNaN: true }), (from, azimuth, distance) => {
        const to = reference_to(from, azimuth, distance);
        expect(Math.abs(distance_m(from, to) - reference_m(from, to)) / distance).toBeLessThan(0.001);
      }),
      { numRuns: 2000 },
    );
  });

  it('is symmetric, zero only for the same place, and works across the date line', () => {
    fc.assert(
      fc.property(lonLat, lonLat, (a, b) => {
        expect(distance_m(a, b)).toBeCloseTo(distance_m(b, a), 6);
      }),
    );
    expect(distance_m([127, 37.5], [127, 37.5])).toBe(0);
    expect(distance_m([179.999, 37], [-179.999, 37])).toBeLessThan(200);
  });
});

describe('destination and bearing', () => {
  it('reach the distance and direction asked for', () => {
    fc.assert(
      fc.property(lonLat, bearing, fc.double({ min: 10, max: 5000, noNaN: true }), (from, azimuth, distance) => {
        const to = destination(from, azimuth, distance);
        expect(distance_m(from, to) / distance).toBeCloseTo(1, 2);
        const turn = Math.abs(bearing_deg(from, to) - azimuth);
        expect(Math.min(turn, 360 - turn)).toBeLessThan(0.5);
      }),
    );
  });
});
