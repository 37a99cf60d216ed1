import fc from 'fast-check';
import geodesic from 'geographiclib-geodesic';
import { describe, expect, it } from 'vitest';
import { destination } from '../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../shared/domain/fixes.ts';
import { pairStretches } from '../../../../shared/domain/proximity/approach.ts';
import { createTracks } from '../../../../main/monitoring/tracks/tracks.ts';
import { HOME, O1, T0, V1, fixAt, policy } from '../scene.ts';

type Leg = { readonly from: LonLat; readonly to: LonLat; readonly seconds: number };

const track = (id: typeof O1, legs: readonly Leg[], accuracy_m = 5) => {
  const tracks = createTracks(policy);
  let at_ms = T0;
  const who = { id, interval_s: 60 };
  for (const [index, leg] of legs.entries()) {
    if (index === 0) tracks.add(who, fixAt(at_ms, leg.from, { accuracy_m }));
    at_ms += leg.seconds * 1000;
    tracks.add(who, fixAt(at_ms, leg.to, { accuracy_m }));
  }
  const subject = tracks.subject(id);
  if (subject === null) throw new Error('a track without a fix');
  return subject;
};

/** Nearest of a whole window. */
const closestApproach = (...given: Parameters<typeof pairStretches>) =>
  pairStretches(...given)
    .map(({ nearest }) => nearest)
    .toSorted((a, b) => a.d - b.d)[0];

const window = (seconds: number) => ({ from_ms: T0, to_ms: T0 + seconds * 1000 });
const metres = (max: number) => fc.double({ min: 0, max, noNaN: true });
const degrees = fc.double({ min: 0, max: 359.9, noNaN: true });
const place = fc.tuple(degrees, metres(3000)).map(([bearing, distance]) => destination(HOME, bearing, distance));

/** Nearest of a thousand instants, each on GeographicLib's own geodesics. */
const sampled = (a: Leg, b: Leg): number => {
  const { WGS84 } = geodesic.Geodesic;
  const on = ({ from, to }: Leg, share: number): LonLat => [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
  ];
  let least = Infinity;
  for (let i = 0; i <= 1000; i += 1) {
    const [p, q] = [on(a, i / 1000), on(b, i / 1000)];
    least = Math.min(least, WGS84.Inverse(p[1], p[0], q[1], q[0]).s12 ?? Infinity);
  }
  return least;
};

describe('closest approach between fixes', () => {
  it('is the least distance of two people who each move on a straight line at constant speed', () => {
    fc.assert(
      fc.property(place, place, place, place, (o1, o2, v1, v2) => {
        const offender = { from: o1, to: o2, seconds: 100 };
        const victim = { from: v1, to: v2, seconds: 100 };
        const found = closestApproach(track(O1, [offender]), track(V1, [victim]), window(100), T0 + 200_000, policy);
        const expected = sampled(offender, victim);
        // Sampling steps are up to 12 m long; the plane is good to 0.1 % of 6 km.
        expect(Math.abs((found?.d ?? NaN) - expected)).toBeLessThan(6 + 0.001 * expected);
      }),
      { numRuns: 60 },
    );
  });

  it('names the moment and interpolates the accuracy', () => {
    const passing = track(O1, [{ from: destination(HOME, 270, 600), to: destination(HOME, 90, 300), seconds: 60 }]);
    const still = track(V1, [{ from: HOME, to: HOME, seconds: 60 }]);
    const found = closestApproach(passing, still, window(60), T0 + 200_000, policy);
    expect(found?.at_ms).toBeCloseTo(T0 + 40_000, -2);
    expect(found?.d).toBeLessThan(1);
    expect(found?.max).toBeCloseTo((found?.d ?? NaN) + 2 * 1.62 * 5, 3);
  });

  it('takes no straight line between fixes more than 120 s apart', () => {
    const across = (seconds: number) =>
      track(O1, [{ from: destination(HOME, 270, 3000), to: destination(HOME, 90, 3000), seconds }]);
    const still = track(V1, [
      { from: HOME, to: HOME, seconds: 100 },
      { from: HOME, to: HOME, seconds: 100 },
    ]);
    expect(closestApproach(across(120), still, window(120), T0 + 200_000, policy)?.d).toBeLessThan(1);
    expect(closestApproach(across(121), still, window(121), T0 + 200_000, policy)?.d).toBeCloseTo(3000, -1);
  });
});
