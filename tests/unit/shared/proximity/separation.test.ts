import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Separation } from '../../../../shared/domain/alerts.ts';
import { certaintyRank } from '../../../../shared/domain/codes.ts';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import { radius_m } from '../../../../shared/domain/proximity/radius.ts';
import { certaintyWithin, separate, toSeparation } from '../../../../shared/domain/proximity/separation.ts';
import { HOME, T0, policy, subject } from '../scene.ts';

const metres = (max: number) => fc.double({ min: 0, max, noNaN: true });

describe('radius', () => {
  it('is 1.62 × accuracy while the fix is fresh, and 15 m is taken where the device names none', () => {
    expect(radius_m(subject(HOME, T0, { accuracy_m: 10 }), T0 + 1000, policy)).toBeCloseTo(16.2);
    expect(radius_m(subject(HOME, T0, { accuracy_m: null }), T0, policy)).toBeCloseTo(24.3);
  });

  it('grows with age at 1.5 × the fastest recent speed, from 1.5 intervals on', () => {
    const running = { ...subject(HOME, T0, { accuracy_m: 10 }), topSpeed_mps: 4 };
    expect(radius_m(running, T0 + 1500, policy)).toBeCloseTo(16.2);
    expect(radius_m(running, T0 + 11_500, policy)).toBeCloseTo(16.2 + 60);
  });

  it('never shrinks without a fix, whatever the speed was', () => {
    fc.assert(
      fc.property(metres(200), metres(1e6), metres(1e6), (speed, a, b) => {
        const s = { ...subject(HOME, T0), topSpeed_mps: speed };
        const [early, late] = a < b ? [a, b] : [b, a];
        expect(radius_m(s, T0 + late, policy)).toBeGreaterThanOrEqual(radius_m(s, T0 + early, policy));
      }),
    );
  });

  it('holds the speed between 2 and 35 m/s', () => {
    const grown = (speed: number) =>
      radius_m({ ...subject(HOME, T0), topSpeed_mps: speed }, T0 + 101_500, policy) -
      radius_m({ ...subject(HOME, T0), topSpeed_mps: speed }, T0, policy);
    expect(grown(0)).toBeCloseTo(200);
    expect(grown(1000)).toBeCloseTo(3500);
  });
});

describe('certainty', () => {
  it('brackets the distance and never grows surer when the accuracy gets worse', () => {
    fc.assert(
      fc.property(metres(5000), metres(500), metres(500), metres(3000), (distance, fine, extra, limit) => {
        const at = destination(HOME, 45, distance);
        const of = (accuracy_m: number) =>
          separate(subject(at, T0, { accuracy_m: accuracy_m + 1 }), subject(HOME, T0), T0, policy);
        const s = of(fine);
        expect(s.min).toBeLessThanOrEqual(s.d);
        expect(s.max).toBeGreaterThanOrEqual(s.d);
        const sure = certaintyWithin(s, limit);
        const vague = certaintyWithin(of(fine + extra), limit);
        // Worse accuracy may open a possibility, but it confirms nothing.
        if (vague === 'confirmed') expect(sure).toBe('confirmed');
        if (sure !== null && vague !== null) expect(certaintyRank(vague)).toBeLessThanOrEqual(certaintyRank(sure));
        if (sure === 'possible') expect(vague).toBe('possible');
      }),
    );
  });

  it.each([
    [80, 'confirmed'],
    [95, 'likely'],
    [110, 'possible'],
    [130, null],
  ])('100 m limit with 5 m accuracy on both sides, at %d m: %s', (distance, expected) => {
    const s = separate(subject(destination(HOME, 90, distance), T0), subject(HOME, T0), T0, policy);
    expect(certaintyWithin(s, 100)).toBe(expected);
  });
});

describe('what an entry keeps of a distance', () => {
  it('is the distance with its bounds', () => {
    expect(toSeparation({ d: 50, min: 20, max: 80 })).toEqual({ distance_m: 50, min_m: 20, max_m: 80 });
  });

  it.each([Number.NaN, Infinity, -Infinity, -1])('is never %d', (wrong) => {
    expect(() => toSeparation({ d: wrong, min: 20, max: 80 })).toThrow();
    expect(() => toSeparation({ d: 50, min: wrong, max: 80 })).toThrow();
    expect(() => toSeparation({ d: 50, min: 20, max: wrong })).toThrow();
  });

  it('is no number that nobody has checked', () => {
    // @ts-expect-error a plain number is no distance of an entry
    const unchecked: Separation = { distance_m: 50, min_m: 20, max_m: 80 };
    expect(unchecked).toEqual(toSeparation({ d: 50, min: 20, max: 80 }));
  });
});
