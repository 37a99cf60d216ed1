import type { LonLat } from './fixes.ts';
import { bearing_deg, distance_m } from './geo/geodesic.ts';
import type { PlaceId } from './ids.ts';
import { isStaffed } from './places.ts';
import type { SafePlace } from './places.ts';
import type { Policy } from './policy.ts';
import { reach_s } from './proximity/reach.ts';
import type { Reach } from './proximity/reach.ts';
import { sectorOf } from './proximity/relation.ts';
import type { Sector } from './proximity/relation.ts';
import type { Via } from './recommend.ts';

/** Longest stretch of a walk without a stop, metres. */
const STRETCH_M = 50;

/** A point of the victim's walk; the last one is the place. */
export type Stop = { readonly at: LonLat; readonly walked_m: number };

/** A way the victim could take, and, for each of its stops, the offender's way to it; null where nobody knows where the offender is. */
export type Walk = {
  readonly place: SafePlace;
  readonly distance_m: number;
  readonly via: Via;
  readonly route: readonly LonLat[];
  readonly stops: readonly Stop[];
  readonly offenderWays_m: readonly number[] | null;
};

/** How a walk stands against the worst that the offender can do. */
export type EscapeRace = {
  /** Soonest the offender can be within the contact limit of the place, seconds. */
  readonly offender_s: number;
  /** Smallest lead of the victim along the whole way, the place included, seconds; negative where the offender can be first. */
  readonly margin_s: number;
  readonly ahead: boolean;
  /** Side from which the offender would come, seen from the place; null where the offender may already be there. */
  readonly side: Sector | null;
};

/** A safe place the victim can be led to. */
export type Escape = {
  readonly placeId: PlaceId;
  readonly victim_s: number;
  readonly distance_m: number;
  readonly via: Via;
  readonly route: readonly LonLat[];
  /** Null where nobody knows where the offender is. */
  readonly race: EscapeRace | null;
};

/** Places around a victim that are staffed now, nearest first, no more than the policy has weighed. */
export const placesAround = (
  places: readonly SafePlace[],
  at: LonLat,
  now_ms: number,
  { escape }: Policy,
): readonly SafePlace[] =>
  places
    .filter((place) => isStaffed(place, now_ms))
    .map((place) => ({ place, away_m: distance_m(at, [place.lon, place.lat]) }))
    .filter(({ away_m }) => away_m <= escape.radius_m)
    .toSorted((a, b) => a.away_m - b.away_m || a.place.id.localeCompare(b.place.id))
    .slice(0, escape.places)
    .map(({ place }) => place);

/**
 * Stops of a walk, 50 m apart at most, with the metres walked at each. `way_m` is what the whole walk is reckoned with: no less than the
 * line drawn, which cuts corners on its way to the street.
 */
export const stopsAlong = (route: readonly LonLat[], way_m: number): readonly Stop[] => {
  const [first] = route;
  if (first === undefined) return [];
  const stops: Stop[] = [{ at: first, walked_m: 0 }];
  let drawn_m = 0;
  route.slice(1).forEach((to, index) => {
    const from = route[index] ?? to;
    const length_m = distance_m(from, to);
    const parts = Math.max(1, Math.ceil(length_m / STRETCH_M));
    for (let part = 1; part <= parts; part += 1) {
      const share = part / parts;
      const at: LonLat = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
      stops.push({ at, walked_m: drawn_m + length_m * share });
    }
    drawn_m += length_m;
  });
  const stretch = drawn_m === 0 ? 1 : Math.max(1, way_m / drawn_m);
  return stops.map(({ at, walked_m }) => ({ at, walked_m: walked_m * stretch }));
};

const raceOf = (
  walk: Walk,
  offender: Reach,
  victimRadius_m: number,
  contact_m: number,
  walk_mps: number,
): EscapeRace | null => {
  const ways_m = walk.offenderWays_m;
  const end_m = ways_m?.at(-1);
  if (ways_m === null || end_m === undefined) return null;
  // The victim may be that much farther back than the fix says. Between two stops the lead is no smaller than at the second: nobody who
  // walks is reckoned faster than the offender (a condition of the policy).
  const leads_s = walk.stops.map(
    ({ walked_m }, i) => reach_s(ways_m[i] ?? 0, offender, contact_m) - (walked_m + victimRadius_m) / walk_mps,
  );
  const margin_s = Math.min(...leads_s);
  const place: LonLat = [walk.place.lon, walk.place.lat];
  return {
    offender_s: reach_s(end_m, offender, contact_m),
    margin_s,
    ahead: margin_s > 0,
    side: distance_m(place, offender.at) <= offender.radius_m ? null : sectorOf(bearing_deg(place, offender.at)),
  };
};

/**
 * Ranks ways to safety: first those with a lead of at least the policy's margin, shortest walk first; then the others, largest lead
 * first, so that every place the victim is ahead to comes before every one where the offender can be first. With no word of the
 * offender: shortest walk first. `victimRadius_m` is how far from its last fix the victim may be, `contact_m` the distance
 * at which the offender has caught up.
 */
export const rankEscapes = (
  walks: readonly Walk[],
  offender: Reach | null,
  victimRadius_m: number,
  contact_m: number,
  { escape }: Policy,
): readonly Escape[] => {
  const shortfall_s = ({ race }: Escape): number => Math.max(0, escape.margin_s - (race?.margin_s ?? escape.margin_s));
  return walks
    .map((walk) => ({
      placeId: walk.place.id,
      victim_s: walk.distance_m / escape.walk_mps,
      distance_m: walk.distance_m,
      via: walk.via,
      route: walk.route,
      race: offender === null ? null : raceOf(walk, offender, victimRadius_m, contact_m, escape.walk_mps),
    }))
    .toSorted(
      (a, b) => shortfall_s(a) - shortfall_s(b) || a.distance_m - b.distance_m || a.placeId.localeCompare(b.placeId),
    );
};
