import fc from 'fast-check';
import { expect, it } from 'vitest';
import { radius_m } from '../../../../shared/domain/proximity/radius.ts';
import { reachOf, reach_s } from '../../../../shared/domain/proximity/reach.ts';
import { reachSpeed_mps } from '../../../../shared/domain/proximity/radius.ts';
import { HOME, T0, policy, subject } from '../scene.ts';

const offender = { ...subject(HOME, T0, { accuracy_m: 10 }), topSpeed_mps: 4 };

it.each([
  [0, 2],
  [4, 6],
  [100, 35],
])('someone lately at %d m/s is thought to reach %d m/s', (topSpeed_mps, expected) => {
  expect(reachSpeed_mps({ topSpeed_mps }, policy)).toBe(expected);
});

it('starts at the edge of the disc, and ends at that of the one who is sought', () => {
  const reach = { radius_m: 100, speed_mps: 5 };
  expect(reach_s(600, reach)).toBe(100);
  expect(reach_s(600, reach, 50)).toBe(90);
  expect(reach_s(120, reach, 50)).toBe(0);
});

it('never grows with the age of the fix: what is not known is not in the victim’s favour', () => {
  const lost_s = policy.silence.locationLostAfter_s;
  const age = fc.integer({ min: 0, max: lost_s - 1 });
  const of = (age_s: number) => {
    const reach = reachOf(offender, T0 + age_s * 1000, policy);
    return reach === null ? NaN : reach_s(3000, reach);
  };
  fc.assert(
    fc.property(age, age, (a, b) => {
      expect(of(Math.max(a, b))).toBeLessThanOrEqual(of(Math.min(a, b)));
    }),
  );
});

it('knows nothing once the location is lost', () => {
  const lost_ms = T0 + policy.silence.locationLostAfter_s * 1000;
  expect(reachOf(offender, lost_ms - 1, policy)).toEqual({
    ...{ at: HOME, radius_m: radius_m(offender, lost_ms - 1, policy), speed_mps: 6 },
  });
  expect(reachOf(offender, lost_ms, policy)).toBeNull();
});
