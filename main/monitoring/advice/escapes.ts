import { placesAround, rankEscapes, stopsAlong } from '../../../shared/domain/escape.ts';
import type { Walk } from '../../../shared/domain/escape.ts';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { SafePlace } from '../../../shared/domain/places.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { isLost, radius_m } from '../../../shared/domain/proximity/radius.ts';
import type { Reach } from '../../../shared/domain/proximity/reach.ts';
import type { EscapeOption } from '../../../shared/protocol/messages.ts';
import type { Streets } from '../streets/streets.ts';
import type { Subject } from '../../../shared/domain/proximity/types.ts';

/** Where a victim can be led before the offender is within `contact_m` of them, best first. Gives places away. */
export type Escapes = (
  victim: Subject,
  offender: Reach | null,
  contact_m: number,
  now_ms: number,
) => readonly EscapeOption[];

type Leg = Pick<Walk, 'place' | 'distance_m' | 'via' | 'route'>;

/** A millionth of a degree is 0.1 m: what a message carries, no more. */
const rounded = ([lon, lat]: LonLat): LonLat => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];

/** The victim's way to each place, by streets that are known to be all there are: main axes alone would send a walker round them. */
const walksFrom = (at: LonLat, places: readonly SafePlace[], streets: Streets, policy: Policy): readonly Leg[] => {
  const ends = places.map(({ lon, lat }): LonLat => [lon, lat]);
  const known = streets.ways(at, ends);
  const travels = streets.travel(
    at,
    ends.map((end) => ({ at: end, kind: 'foot' })),
  );
  return places.map((place, index): Leg => {
    const end: LonLat = [place.lon, place.lat];
    const travel = travels[index];
    const route = known[index]?.via === 'street' && travel?.via === 'street' ? streets.route(at, end) : null;
    if (route !== null && travel !== undefined) return { place, distance_m: travel.distance_m, via: 'street', route };
    const straight_m = distance_m(at, end) * policy.units.detourFactor;
    return { place, distance_m: straight_m, via: 'straight', route: [at, end] };
  });
};

/** A victim's way to one place under an order; null where nobody knows any more where they are. Gives places away. */
export const createWayTo =
  (given: {
    readonly subjectUnder: (order: Order, person: PersonId) => Subject | null;
    readonly streets: Streets;
    readonly policy: Policy;
    readonly now: () => number;
  }) =>
  (order: Order, person: PersonId, place: SafePlace): readonly LonLat[] | null => {
    const { streets, policy } = given;
    const victim = given.subjectUnder(order, person);
    if (victim === null || isLost(victim, given.now(), policy)) return null;
    const [leg] = walksFrom([victim.fix.lon, victim.fix.lat], [place], streets, policy);
    return leg?.route.map(rounded) ?? null;
  };

export const createEscapes = (given: {
  readonly places: readonly SafePlace[];
  readonly streets: Streets;
  readonly policy: Policy;
}): Escapes => {
  const { streets, policy } = given;
  return (victim, offender, contact_m, now_ms) => {
    // From a place where the victim no longer is, every way would be a wrong one.
    if (isLost(victim, now_ms, policy)) return [];
    const at: LonLat = [victim.fix.lon, victim.fix.lat];
    const places = placesAround(given.places, at, now_ms, policy);
    const legs = walksFrom(at, places, streets, policy).map((leg) => ({
      ...leg,
      stops: stopsAlong(leg.route, leg.distance_m),
    }));
    // One search from the offender answers for every stop of every walk.
    const stops = legs.flatMap((leg) => leg.stops.map((stop) => stop.at));
    const ways = offender === null ? null : streets.ways(offender.at, stops);
    let next = 0;
    const walks = legs.map((leg): Walk => {
      const from = next;
      next += leg.stops.length;
      const offenderWays_m = ways?.slice(from, next).map((way) => way.distance_m) ?? null;
      return { ...leg, route: leg.route.map(rounded), offenderWays_m };
    });
    return rankEscapes(walks, offender, radius_m(victim, now_ms, policy), contact_m, policy);
  };
};
