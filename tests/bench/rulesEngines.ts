import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { distance } from '@turf/distance';
import { pointToPolygonDistance } from '@turf/point-to-polygon-distance';
import type { Polygon } from 'geojson';
import type { Fix } from '../../shared/domain/fixes.ts';
import { AlertId } from '../../shared/domain/ids.ts';
import type { OrderId, PersonId } from '../../shared/domain/ids.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { evaluateOrder } from '../../shared/domain/rules/evaluate.ts';
import { noRules } from '../../shared/domain/rules/types.ts';
import type { OrderRules } from '../../shared/domain/rules/types.ts';
import { createTracks } from '../../main/monitoring/tracks/tracks.ts';
import type { Pair } from './rulesCase.ts';

/** Devices of the benchmark say nothing beside their fixes. */
const nothingTold = (): null => null;

/** Takes one fix of one person of a pair; answers with something that depends on the work, so that none of it can be left out. */
export type Evaluate = (pair: Pair, index: number, who: 'offender' | 'victim', fix: Fix) => number;

/** The product's own: track, plausibility, radii, closest approach, zones, hysteresis, alerts. */
export const ours = (policy: Policy): Evaluate => {
  const tracks = createTracks(policy);
  const memory = new Map<OrderId, OrderRules>();
  let alerts = 0;
  const newAlertId = () => AlertId.parse(`alert-${(alerts += 1)}`);
  return (pair, _index, who, fix) => {
    const { order } = pair;
    const { heard } = tracks.add(pair[who], fix);
    const scene = {
      order,
      now_ms: fix.at_ms,
      subjectOf: tracks.subject,
      toldOf: nothingTold,
      isInOutage: () => false,
      heard,
      watchedFrom_ms: null,
    };
    const before = memory.get(order.id) ?? noRules;
    const { rules, changes } = evaluateOrder(before, scene, policy, newAlertId);
    if (rules !== before) memory.set(order.id, rules);
    return changes.length;
  };
};

/** The same questions asked of turf, straightforwardly: distance against the tiers, place against the zones. Keeps the last place of each. */
export const turf = (policy: Policy): Evaluate => {
  const last = new Map<PersonId, Fix>();
  const rings = new Map<string, Polygon>();
  const metres = { units: 'meters' } as const;
  const radius = (fix: Fix): number => policy.uncertainty.radiusFactor * (fix.accuracy_m ?? 0);
  const ringOf = (id: string, ring: readonly (readonly [number, number])[]): Polygon => {
    const known = rings.get(id) ?? {
      type: 'Polygon',
      coordinates: [[...ring, ...ring.slice(0, 1)].map(([lon, lat]) => [lon, lat])],
    };
    rings.set(id, known);
    return known;
  };
  return (pair, _index, who, fix) => {
    const { order } = pair;
    last.set(pair[who].id, fix);
    const offender = last.get(pair.offender.id);
    const victim = last.get(pair.victim.id);
    if (offender === undefined || victim === undefined) return 0;
    const place = [offender.lon, offender.lat];
    const d = distance(place, [victim.lon, victim.lat], metres);
    const min = d - radius(offender) - radius(victim);
    const { warning_m, alert_m, contact_m } = order.limits;
    let breaches = Number(min <= warning_m) + Number(min <= alert_m) + Number(min <= contact_m);
    for (const { id, shape, buffer_m } of order.zones) {
      const edge_m =
        shape.type === 'circle'
          ? distance(place, [shape.centre[0], shape.centre[1]], metres) - shape.radius_m
          : booleanPointInPolygon(place, ringOf(id, shape.ring))
            ? 0
            : pointToPolygonDistance(place, ringOf(id, shape.ring), { units: 'meters' });
      breaches += Number(edge_m - radius(offender) <= buffer_m);
    }
    return breaches;
  };
};

const RAD = Math.PI / 180;
const MEAN_RADIUS_M = 6_371_008.8;
const LIMITS = 9; // three tiers, and of three zones the edge and the buffer

/** The floor: one haversine per fix and limit in flat arrays, and nothing kept. */
export const haversineFloor = (pairs: readonly Pair[]): Evaluate => {
  const lons = new Float64Array(pairs.length * LIMITS);
  const lats = new Float64Array(pairs.length * LIMITS);
  const limits = new Float64Array(pairs.length * LIMITS);
  pairs.forEach(({ order, from }, index) => {
    const { warning_m, alert_m, contact_m } = order.limits;
    [warning_m, alert_m, contact_m].forEach((limit, i) => {
      lons[index * LIMITS + i] = from.victim[0] * RAD;
      lats[index * LIMITS + i] = from.victim[1] * RAD;
      limits[index * LIMITS + i] = limit;
    });
    order.zones.forEach(({ shape, buffer_m }, zone) => {
      const [lon, lat] = shape.type === 'circle' ? shape.centre : (shape.ring[0] ?? [0, 0]);
      [0, buffer_m].forEach((limit, i) => {
        const slot = index * LIMITS + 3 + zone * 2 + i;
        lons[slot] = lon * RAD;
        lats[slot] = lat * RAD;
        limits[slot] = limit;
      });
    });
  });
  return (_pair, index, _who, fix) => {
    const lat = fix.lat * RAD;
    const lon = fix.lon * RAD;
    let within = 0;
    for (let i = index * LIMITS; i < (index + 1) * LIMITS; i += 1) {
      const south = lats[i] ?? 0;
      const a =
        Math.sin((lat - south) / 2) ** 2 + Math.cos(lat) * Math.cos(south) * Math.sin((lon - (lons[i] ?? 0)) / 2) ** 2;
      if (2 * MEAN_RADIUS_M * Math.asin(Math.sqrt(a)) <= (limits[i] ?? 0)) within += 1;
    }
    return within;
  };
};
