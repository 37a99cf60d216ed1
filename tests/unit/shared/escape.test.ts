import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesAround, rankEscapes, stopsAlong } from '../../../shared/domain/escape.ts';
import type { Escape, Walk } from '../../../shared/domain/escape.ts';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { destination, distance_m } from '../../../shared/domain/geo/geodesic.ts';
import { isStaffed, SafePlace } from '../../../shared/domain/places.ts';
import type { Reach } from '../../../shared/domain/proximity/reach.ts';
import { HOME, T0, policy } from './scene.ts';

const { walk_mps, margin_s: enough_s } = policy.escape;
const VICTIM_RADIUS_M = 10;
const { contact_m: CONTACT_M } = policy.limits;

const placeAt = (id: string, at: LonLat, staffed: SafePlace['staffed'] = '24h'): SafePlace =>
  SafePlace.parse({ id, kind: 'police-box', ko: '가상지구대', en: 'Fictional box', lon: at[0], lat: at[1], staffed });

/** A straight walk from HOME, with the offender's straight ways. */
const walkTo = (place: SafePlace, offender: Reach | null): Walk => {
  const route: readonly LonLat[] = [HOME, [place.lon, place.lat]];
  const way_m = distance_m(HOME, [place.lon, place.lat]) * policy.units.detourFactor;
  const stops = stopsAlong(route, way_m);
  const offenderWays_m = offender === null ? null : stops.map(({ at }) => distance_m(offender.at, at));
  return { place, distance_m: way_m, via: 'straight', route, stops, offenderWays_m };
};
const ranked = (places: readonly SafePlace[], offender: Reach | null): readonly Escape[] =>
  rankEscapes(
    places.map((place) => walkTo(place, offender)),
    offender,
    VICTIM_RADIUS_M,
    CONTACT_M,
    policy,
  );
const north = placeAt('north', destination(HOME, 0, 600));
const south = placeAt('south', destination(HOME, 180, 300));
const at = (bearing: number, metres: number, part: Partial<Reach> = {}): Reach => ({
  ...{ at: destination(HOME, bearing, metres), radius_m: 20, speed_mps: 2.1 },
  ...part,
});

// Whole numbers: arbitrary doubles crowd around zero, where nothing is decided.
const bearing = fc.integer({ min: 0, max: 359 });
const metres = (max: number) => fc.integer({ min: 0, max });
const offenders: fc.Arbitrary<Reach> = fc
  .tuple(bearing, metres(6000), metres(800), fc.integer({ min: policy.uncertainty.minSpeed_mps, max: 35 }))
  .map(([side, away, radius_m, speed_mps]) => at(side, away, { radius_m, speed_mps }));
const somewhere: fc.Arbitrary<readonly SafePlace[]> = fc
  .array(fc.tuple(bearing, metres(1500)), { minLength: 1, maxLength: 6 })
  .map((all) => all.map(([side, away], i) => placeAt(`P${i}`, destination(HOME, side, away))));

describe('ways to safety', () => {
  it('call nobody ahead where the offender can be within the contact limit of any point of the way first', () => {
    fc.assert(
      fc.property(somewhere, offenders, fc.integer({ min: 0, max: 100 }), (places, offender, percent) => {
        const share = percent / 100;
        for (const { placeId, race, distance_m: way_m } of ranked(places, offender)) {
          const place = places.find(({ id }) => id === placeId);
          if (place === undefined || race?.ahead !== true) continue;
          // Anywhere along the way, not only where the ranking looked.
          const point: LonLat = [HOME[0] + (place.lon - HOME[0]) * share, HOME[1] + (place.lat - HOME[1]) * share];
          const offender_s =
            Math.max(0, distance_m(offender.at, point) - offender.radius_m - CONTACT_M) / offender.speed_mps;
          const victim_s = (way_m * share + VICTIM_RADIUS_M) / walk_mps;
          expect(offender_s).toBeGreaterThan(victim_s - 0.1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('come safe ones first, by walk; then the others, by lead', () => {
    fc.assert(
      fc.property(somewhere, offenders, (places, offender) => {
        const all = ranked(places, offender);
        expect(new Set(all.map((e) => e.placeId))).toEqual(new Set(places.map((p) => p.id)));
        all.slice(1).forEach((next, i) => {
          const [a, b] = [all[i]?.race?.margin_s ?? NaN, next.race?.margin_s ?? NaN];
          if (b >= enough_s) expect(a).toBeGreaterThanOrEqual(enough_s);
          if (a < enough_s) expect(a).toBeGreaterThanOrEqual(b);
          if (b >= enough_s) expect(all[i]?.victim_s).toBeLessThanOrEqual(next.victim_s);
          if (next.race?.ahead === true) expect(all[i]?.race?.ahead).toBe(true);
        });
      }),
    );
  });

  it('lead away from the offender, and turn round when the offender does', () => {
    const fromSouth = ranked([north, south], at(180, 1500));
    expect(fromSouth.map((e) => [e.placeId, e.race?.ahead, e.race?.side])).toEqual([
      ['south', true, 4],
      ['north', true, 4],
    ]);
    const nearer = ranked([north, south], at(180, 800));
    expect(nearer[0]).toMatchObject({ placeId: 'north', race: { side: 4 } });
    expect(nearer[1]).toMatchObject({ placeId: 'south', race: { ahead: false } });
  });

  it('take a longer walk rather than too small a lead', () => {
    const [first, second] = ranked([north, south], at(180, 1209));
    expect([first?.placeId, second?.placeId]).toEqual(['north', 'south']);
    expect(first?.race?.margin_s).toBeGreaterThan(enough_s);
    expect(second?.race).toMatchObject({ ahead: true });
    expect(second?.race?.margin_s).toBeLessThan(enough_s);
  });

  it('give up no way: a place in the offender’s disc comes last, from no side', () => {
    const [, last] = ranked([north, south], at(180, 310, { radius_m: 50 }));
    expect(last).toMatchObject({ placeId: 'south', race: { offender_s: 0, ahead: false, side: null } });
    expect(last?.race?.margin_s).toBeLessThan(0);
  });

  it('count the stretch the victim may have to come back: with a vaguer fix nothing gets safer', () => {
    const offender = at(180, 1500);
    const walks = [walkTo(north, offender)];
    const of = (radius_m: number) =>
      rankEscapes(walks, offender, radius_m, CONTACT_M, policy)[0]?.race?.margin_s ?? NaN;
    expect(of(10) - of(100)).toBeCloseTo(90 / walk_mps, 6);
  });

  it('are the nearest first, with nothing said of a race, while nobody knows where the offender is', () => {
    expect(ranked([north, south], null).map((e) => [e.placeId, e.race])).toEqual([
      ['south', null],
      ['north', null],
    ]);
  });
});

describe('stops of a walk', () => {
  it('are 50 m apart at most, end at the place and count the whole way', () => {
    const route: readonly LonLat[] = [HOME, destination(HOME, 90, 30), destination(HOME, 90, 430)];
    const stops = stopsAlong(route, 500);
    expect(stops[0]).toEqual({ at: HOME, walked_m: 0 });
    expect(stops.at(-1)?.at).toEqual(route[2]);
    expect(stops.at(-1)?.walked_m).toBeCloseTo(500, 6);
    stops.slice(1).forEach((stop, i) => {
      expect(distance_m(stops[i]?.at ?? HOME, stop.at)).toBeLessThan(50.5);
      expect(stop.walked_m).toBeGreaterThanOrEqual(stops[i]?.walked_m ?? NaN);
    });
  });
});

describe('safe places', () => {
  const seoul = (clock: string): number => Date.parse(`2026-05-08T${clock}:00+09:00`);

  it.each([
    ['05:30', '23:30', '05:29', false],
    ['05:30', '23:30', '05:30', true],
    ['05:30', '23:30', '23:30', false],
    ['20:00', '04:00', '23:59', true],
    ['20:00', '04:00', '03:59', true],
    ['20:00', '04:00', '04:00', false],
  ])('staffed %s to %s are at %s in Seoul: %s', (from, to, clock, expected) => {
    expect(isStaffed({ staffed: { from, to } }, seoul(clock))).toBe(expected);
    expect(isStaffed({ staffed: '24h' }, seoul(clock))).toBe(true);
  });

  it('are offered while staffed, nearest first, no farther and no more than the policy says', () => {
    const { radius_m, places: most } = policy.escape;
    const many = Array.from({ length: most + 2 }, (_, i) => placeAt(`M${i}`, destination(HOME, 90, 100 + i * 10)));
    const far = placeAt('far', destination(HOME, 90, radius_m + 5));
    const closed = placeAt('closed', HOME, { from: '20:00', to: '04:00' });
    const offered = placesAround([far, closed, ...many.toReversed()], HOME, T0, policy);
    expect(offered).toEqual(many.slice(0, most));
    expect(placesAround([closed], HOME, seoul('21:00'), policy)).toEqual([closed]);
  });
});
