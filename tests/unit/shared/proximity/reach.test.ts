import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearing_deg, destination, distance_m } from '../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../shared/domain/fixes.ts';
import type { Subject } from '../../../../shared/domain/proximity/types.ts';
import { earliestContact_s, reachOf, reach_s } from '../../../../shared/domain/proximity/reach.ts';
import { reachSpeed_mps } from '../../../../shared/domain/proximity/radius.ts';
import { chanceFrom } from '../../../builders/noise.ts';
import { HOME, T0, fixAt, policy, subject } from '../scene.ts';

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

it('counts from the last fix on, however seldom the device reports', () => {
  const seldom = { ...offender, interval_s: 60 };
  const of = (age_s: number) => reachOf(seldom, T0 + age_s * 1000, policy);
  expect(of(0)).toMatchObject({ at: HOME, speed_mps: 6 });
  expect((of(60)?.radius_m ?? NaN) - (of(0)?.radius_m ?? NaN)).toBeCloseTo(360, 6);
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
  expect(reachOf(offender, lost_ms - 1, policy)).not.toBeNull();
  expect(reachOf(offender, lost_ms, policy)).toBeNull();
});

describe('the earliest contact', () => {
  const { contact_m } = policy.limits;

  it('lets both come towards each other, and ends at the contact limit', () => {
    const at = destination(HOME, 0, 600);
    const [o, v] = [
      { ...subject(at, T0), topSpeed_mps: 4 },
      { ...subject(HOME, T0), topSpeed_mps: 0 },
    ];
    const radii_m = 2 * 5 * policy.uncertainty.radiusFactor;
    expect(earliestContact_s(o, v, contact_m, T0, policy)).toBeCloseTo((600 - radii_m - 100) / (6 + 2), 1);
    expect(earliestContact_s(subject(destination(HOME, 0, 90), T0), v, contact_m, T0, policy)).toBe(0);
  });

  it('counts where a device says that somebody is, even before that is believed', () => {
    const o = subject(destination(HOME, 0, 5000), T0);
    const held = { ...o, held: fixAt(T0, destination(HOME, 0, 150)) };
    const of = (offender: typeof o) => earliestContact_s(offender, subject(HOME, T0), contact_m, T0, policy) ?? NaN;
    expect(of(o)).toBeGreaterThan(1000);
    expect(of(held)).toBeLessThan(20);
  });

  it('is not known once one of the two is lost', () => {
    const lost_ms = T0 + policy.silence.locationLostAfter_s * 1000;
    const [here, gone] = [subject(HOME, lost_ms), subject(destination(HOME, 0, 600), T0)];
    expect(earliestContact_s(gone, here, contact_m, lost_ms, policy)).toBeNull();
    expect(earliestContact_s(here, gone, contact_m, lost_ms, policy)).toBeNull();
  });

  it('is never later than two people truly meet who move as they like, no faster than they are thought to', () => {
    let met = 0;
    const many = fc.record({
      seed: fc.integer(),
      every_s: fc.constantFrom(1, 10, 60),
      accuracy_m: fc.constantFrom(5, 20, 40),
      away_m: fc.integer({ min: 150, max: 900 }),
    });
    fc.assert(
      fc.property(many, ({ seed, every_s, accuracy_m, away_m }) => {
        const chance = chanceFrom(seed);
        const fastest = { o: 1 + 3 * chance(), v: 1 + 3 * chance() };
        let [o, v] = [destination(HOME, 360 * chance(), away_m), HOME];
        const known: { readonly at_s: number; readonly earliest_s: number }[] = [];
        // What their devices say: within the 95 % radius of the truth, and how fast they may be by the policy.
        const seen = (at: LonLat, t: number, top_mps: number): Subject => {
          const off_m = policy.uncertainty.radiusFactor * accuracy_m * chance();
          const told = subject(destination(at, 360 * chance(), off_m), T0 + t * 1000, { accuracy_m });
          return { ...told, interval_s: every_s, topSpeed_mps: top_mps / policy.uncertainty.speedFactor };
        };
        let [so, sv] = [seen(o, 0, fastest.o), seen(v, 0, fastest.v)];
        const towards = (from: LonLat, to: LonLat, most_mps: number): LonLat =>
          destination(from, bearing_deg(from, to) + 60 * (chance() - 0.5), most_mps * (0.5 + chance() / 2));
        for (let t = 0; t < 900; t += 1) {
          if (distance_m(o, v) <= contact_m) {
            met += 1;
            for (const { at_s, earliest_s } of known) expect(earliest_s).toBeLessThanOrEqual(t - at_s + 1e-6);
            return;
          }
          // The two report at different times.
          if (t % every_s === 0) so = seen(o, t, fastest.o);
          if ((t + 7) % every_s === 0) sv = seen(v, t, fastest.v);
          const earliest_s = earliestContact_s(so, sv, contact_m, T0 + t * 1000, policy);
          if (earliest_s !== null) known.push({ at_s: t, earliest_s });
          [o, v] = [towards(o, v, fastest.o), towards(v, o, fastest.v)];
        }
      }),
      { numRuns: 150 },
    );
    expect(met).toBeGreaterThan(100);
  });
});
