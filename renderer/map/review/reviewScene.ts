import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import { isScheduled } from '../../../shared/domain/geo/schedule.ts';
import { IncidentId } from '../../../shared/domain/ids.ts';
import type { Zone } from '../../../shared/domain/orders.ts';
import type { Limits } from '../../../shared/domain/policy.ts';
import type { Trend } from '../../../shared/domain/proximity/relation.ts';
import { tiersWithin } from '../../../shared/domain/tiers.ts';
import type { Track } from '../../../shared/protocol/track.ts';
import type { DirectoryIndex } from '../../stores/directoryIndex.ts';
import { freshnessOf } from '../scene/freshness.ts';
import { zoneOutline } from '../scene/limits.ts';
import type { MapScene, PersonSymbol, RelationSymbol, RingSymbol, TrailSymbol } from '../scene/types.ts';
import { lastBefore, placeAt } from './interpolate.ts';
import type { Placed } from './interpolate.ts';

export type ReviewInput = {
  readonly tracks: readonly Track[];
  readonly zones: readonly Zone[];
  readonly limits: Limits;
  /** Time on the record that is shown. */
  readonly at_ms: number;
};

/** Radius of 95 % over radius of 68 % of a two-dimensional normal error: √(ln 0.05 / ln 0.32). */
const TO_95 = Math.sqrt(Math.log(0.05) / Math.log(0.32));
/** Compared with this long ago to say whether the two were closing: long enough for a walk to stand out. */
const TREND_MS = 30_000;
/** Somebody whose last fix is older was somewhere else by then. */
const STALE_S = 10;
/** Radius of 95 % over the standard deviation along one axis: √(−2 ln 0.05). */
const TO_95_OF_AXIS = Math.sqrt(-2 * Math.log(0.05));
/** As in the server's policy (`trend`): standard errors by which a change is sure; those that hold 95 %; and a slow walk. */
const SURE_ERRORS = 3;
const ERRORS_OF_95 = 1.96;
const WALK_MPS = 1.2;
/** Nothing on a record is urgent any more: symbols are drawn in the neutral colour. */
const NEUTRAL = 3;
const ON_RECORD = IncidentId.parse('review');

const people = ({ tracks, at_ms }: ReviewInput, index: DirectoryIndex): readonly PersonSymbol[] =>
  tracks.flatMap(({ personId, points }) => {
    const listed = index.personById.get(personId);
    const placed = placeAt(points, at_ms);
    if (listed === undefined || placed === null) return [];
    return [
      {
        type: 'person' as const,
        handle: listed.handle,
        personId,
        role: listed.person.role,
        incidentId: ON_RECORD,
        code: NEUTRAL,
        position: placed.position,
        radius_m: placed.accuracy_m * TO_95,
        heading_deg: placed.heading_deg,
        age_s: placed.age_s,
        freshness: freshnessOf(placed.age_s, false),
        battery_percent: null,
        inFocus: true,
      },
    ];
  });

type Known = Pick<Placed, 'position' | 'age_s'> & { readonly radius_m: number };

/**
 * Whether two people were closing, from where both were at the ends of a while. The server's own word of that time
 * (`shared/domain/proximity/relation.ts`) rested on every fix of the while; it is not on the record.
 */
const trend = (now: readonly [Known, Known], before: readonly [Known, Known] | null): Trend => {
  if (before === null || [...now, ...before].some(({ age_s }) => age_s > STALE_S)) return 'unknown';
  const error_m = Math.hypot(...[...now, ...before].map(({ radius_m }) => radius_m)) / TO_95_OF_AXIS;
  const apart_m = ([a, b]: readonly [Known, Known]): number => distance_m(a.position, b.position);
  const shrunk_m = apart_m(before) - apart_m(now);
  if (Math.abs(shrunk_m) > SURE_ERRORS * error_m) return shrunk_m > 0 ? 'closing' : 'opening';
  return Math.abs(shrunk_m) + ERRORS_OF_95 * error_m < (WALK_MPS * TREND_MS) / 1000 ? 'steady' : 'unknown';
};

const relations = (shown: readonly PersonSymbol[], input: ReviewInput): readonly RelationSymbol[] => {
  const before = (person: PersonSymbol) => {
    const track = input.tracks.find(({ personId }) => personId === person.personId);
    const placed = placeAt(track?.points ?? [], input.at_ms - TREND_MS);
    return placed === null ? null : { ...placed, radius_m: placed.accuracy_m * TO_95 };
  };
  const offender = shown.find(({ role }) => role === 'offender');
  if (offender === undefined) return [];
  return shown
    .filter(({ role }) => role === 'victim')
    .map((victim) => {
      const apart_m = distance_m(offender.position, victim.position);
      const radii_m = offender.radius_m + victim.radius_m;
      const [o, v] = [before(offender), before(victim)];
      return {
        key: `${offender.handle}-${victim.handle}`,
        offender,
        victim,
        relation: {
          distance_m: apart_m,
          min_m: Math.max(0, apart_m - radii_m),
          max_m: apart_m + radii_m,
          trend: trend([offender, victim], o === null || v === null ? null : [o, v]),
          certainty: 'likely' as const,
          contact: null,
        },
        age_s: 0,
        inFocus: true,
      };
    });
};

const rings = (shown: readonly PersonSymbol[], limits: Limits): readonly RingSymbol[] =>
  shown
    .filter(({ role }) => role === 'victim')
    .flatMap(({ handle, position }) =>
      tiersWithin(limits)
        .toReversed()
        .map(({ id: tier, limit_m }) => ({
          key: `${handle}-${tier}`,
          tier,
          centre: position,
          radius_m: limit_m,
          inFocus: true,
        })),
    );

const trails = (shown: readonly PersonSymbol[], { tracks, at_ms }: ReviewInput): readonly TrailSymbol[] =>
  shown.flatMap(({ handle, personId, role, code, position }) => {
    const points = tracks.find((track) => track.personId === personId)?.points ?? [];
    const passed = points.slice(0, lastBefore(points, at_ms) + 1);
    if (passed.length === 0) return [];
    const here = { lon: position[0], lat: position[1], at_ms };
    return [{ handle, role, code, inFocus: true, points: [...passed, here] }];
  });

/** Both people as the record has them at a time, with the way they came. */
export const reviewScene = (input: ReviewInput, index: DirectoryIndex): MapScene => {
  const shown = people(input, index);
  return {
    people: shown,
    relations: relations(shown, input),
    patrols: [],
    rings: rings(shown, input.limits),
    zones: input.zones.map((zone) => ({
      id: zone.id,
      zone,
      ...zoneOutline(zone),
      active: isScheduled(zone, input.at_ms),
      inFocus: true,
    })),
    trails: trails(shown, input),
    escapes: [],
  };
};
