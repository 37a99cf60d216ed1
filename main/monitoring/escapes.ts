import { placesAround, rankEscapes, stopsAlong } from '../../shared/domain/escape.ts';
import type { Walk } from '../../shared/domain/escape.ts';
import type { LonLat } from '../../shared/domain/fixes.ts';
import type { SafePlace } from '../../shared/domain/places.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { radius_m } from '../../shared/domain/proximity/radius.ts';
import { isLost } from '../../shared/domain/proximity/reach.ts';
import type { Reach } from '../../shared/domain/proximity/reach.ts';
import type { Subject } from '../../shared/domain/rules/types.ts';
import type { EscapeOption } from '../../shared/protocol/messages.ts';
import type { Streets } from './streets/streets.ts';

/** Where a victim can be led, best first. Gives places away. */
export type Escapes = (victim: Subject, offender: Reach | null, now_ms: number) => readonly EscapeOption[];

/** A millionth of a degree is 0.1 m: what a message carries, no more. */
const rounded = ([lon, lat]: LonLat): LonLat => [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];

export const createEscapes = (given: {
  readonly places: readonly SafePlace[];
  readonly streets: Streets;
  readonly policy: Policy;
}): Escapes => {
  const { streets, policy } = given;
  return (victim, offender, now_ms) => {
    // From a place where the victim no longer is, every way would be a wrong one.
    if (isLost(victim, now_ms, policy)) return [];
    const at: LonLat = [victim.fix.lon, victim.fix.lat];
    const places = placesAround(given.places, at, now_ms, policy);
    const travels = streets.travel(
      at,
      places.map(({ lon, lat }) => ({ at: [lon, lat], kind: 'foot' })),
    );
    const walks = places.flatMap((place, index) => {
      const travel = travels[index];
      if (travel === undefined) return [];
      const { distance_m, via } = travel;
      const end: LonLat = [place.lon, place.lat];
      const route = (via === 'street' ? streets.route(at, end) : null) ?? [at, end];
      return [{ place, distance_m, via, route: route.map(rounded), stops: stopsAlong(route, distance_m) }];
    });
    // One search from the offender answers for every stop of every walk.
    const ways =
      offender === null
        ? null
        : streets.ways(
            offender.at,
            walks.flatMap(({ stops }) => stops.map((stop) => stop.at)),
          );
    let next = 0;
    const raced = walks.map((walk): Walk => {
      const from = next;
      next += walk.stops.length;
      return { ...walk, offenderWays_m: ways?.slice(from, next).map((way) => way.distance_m) ?? null };
    });
    return rankEscapes(raced, offender, radius_m(victim, now_ms, policy), policy);
  };
};
