import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import { isScheduled } from '../../../../shared/domain/geo/schedule.ts';
import { signedDistance_m } from '../../../../shared/domain/geo/zones.ts';
import { HOME } from '../scene.ts';

const bearing = fc.double({ min: 0, max: 359.9, noNaN: true });
const seoul = (iso: string): number => Date.parse(`${iso}+09:00`);

describe('signed distance to a zone', () => {
  it('of a circle is the distance to its centre less its radius', () => {
    fc.assert(
      fc.property(bearing, fc.double({ min: 1, max: 3000, noNaN: true }), (azimuth, distance) => {
        const at = destination(HOME, azimuth, distance);
        const d = signedDistance_m({ type: 'circle', centre: HOME, radius_m: 500 }, at);
        expect(Math.abs(d - (distance - 500))).toBeLessThan(1 + distance * 0.001);
      }),
    );
  });

  it('of a many-sided polygon is that of the circle it stands for', () => {
    const ring = Array.from({ length: 180 }, (_, i) => destination(HOME, i * 2, 500));
    fc.assert(
      fc.property(bearing, fc.double({ min: 1, max: 3000, noNaN: true }), (azimuth, distance) => {
        const d = signedDistance_m({ type: 'polygon', ring }, destination(HOME, azimuth, distance));
        expect(Math.abs(d - (distance - 500))).toBeLessThan(2 + distance * 0.002);
      }),
    );
  });

  it('does not mind whether the ring repeats its first corner or which way round it runs', () => {
    const ring = [0, 90, 180, 270].map((azimuth) => destination(HOME, azimuth, 400));
    const closed = [...ring, ...ring.slice(0, 1)];
    const at = destination(HOME, 45, 100);
    const open_m = signedDistance_m({ type: 'polygon', ring }, at);
    expect(open_m).toBeLessThan(0);
    expect(signedDistance_m({ type: 'polygon', ring: closed }, at)).toBeCloseTo(open_m, 6);
    expect(signedDistance_m({ type: 'polygon', ring: ring.toReversed() }, at)).toBeCloseTo(open_m, 6);
  });
});

describe('weekly schedule', () => {
  const night = { schedule: [{ days: ['fri' as const], from: '18:00', to: '08:00' }] };

  it.each([
    ['2026-05-08T17:59:59', false],
    ['2026-05-08T18:00:00', true],
    ['2026-05-09T00:00:00', true],
    ['2026-05-09T07:59:59', true],
    ['2026-05-09T08:00:00', false],
    ['2026-05-09T18:00:00', false],
    ['2026-05-08T07:00:00', false],
  ])('a span across midnight belongs to the day it starts on: %s → %s', (at, expected) => {
    expect(isScheduled(night, seoul(at))).toBe(expected);
  });

  it('without one is always in force', () => expect(isScheduled({ schedule: null }, 0)).toBe(true));
});
