import { DeviceId, OrderId, PersonId, UnitId, ZoneId } from '../../../shared/domain/ids.ts';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { destination, distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { PersonRole } from '../../../shared/domain/orders.ts';
import { BACKGROUND_PREFIX } from './faults.ts';
import { chance } from './random.ts';
import type { Chance } from './random.ts';
import type { PlacedOrder, PlacedPerson, PlacedUnit, Scenario } from './scenario.ts';

/** People, orders and patrols that make a scenario a city. */
export type Background = {
  readonly people: readonly PlacedPerson[];
  readonly orders: readonly PlacedOrder[];
  readonly units: readonly PlacedUnit[];
};

const KINDS = ['car', 'car', 'car', 'motorbike', 'foot'] as const;
const ROAM_M = { car: 1800, motorbike: 1500, foot: 500 } as const;
const TRIES = 50;

/** A place near a station, as people live near one. */
const near = (station: LonLat, luck: Chance): LonLat =>
  destination(station, luck.between(0, 360), luck.between(40, 350));

/** A station at least so far away; the farthest met when there is none. */
const farFrom = (from: LonLat, apart_m: number, stations: readonly LonLat[], luck: Chance): LonLat => {
  let best = from;
  for (let i = 0; i < TRIES && distance_m(from, best) < apart_m; i += 1) {
    const candidate = luck.pick(stations) ?? from;
    if (distance_m(from, candidate) > distance_m(from, best)) best = candidate;
  }
  return best;
};

/** Generates the background of a scenario: the same seed gives the same people in the same places. */
export const generateBackground = (scenario: Scenario, seed: number): Background => {
  const luck = chance(seed, 'background');
  const { background, gazetteer } = scenario;
  const stations = [...gazetteer.stations.values()];
  const posts = gazetteer.places.filter((place) => place.kind === 'police-box');
  const people: PlacedPerson[] = [];
  const orders: PlacedOrder[] = [];

  const person = (role: PersonRole, tag: string, at: LonLat): PlacedPerson['id'] => {
    const name = role === 'offender' ? `가해자 ${tag}` : `피해자 ${tag}`;
    const id = PersonId.parse(`${BACKGROUND_PREFIX}${role === 'offender' ? 'o' : 'v'}${tag}`);
    const battery_percent = Math.round(luck.between(40, 100));
    const device = {
      id: DeviceId.parse(`${id}-dev`),
      interval_s: background.interval_s,
      accuracy_m: 10,
      battery_percent,
    };
    people.push({ id, role, name, at, device: { ...device, source: 'gnss' } });
    return id;
  };

  for (let i = 1; i <= background.orders; i += 1) {
    const tag = `B${String(i).padStart(3, '0')}`;
    const home = luck.pick(stations);
    if (home === null) break;
    const victimAt = near(home, luck);
    const victim = person('victim', tag, victimAt);
    const offender = person('offender', tag, near(farFrom(home, background.apart_m, stations, luck), luck));
    orders.push({
      id: OrderId.parse(`${BACKGROUND_PREFIX}order-${tag}`),
      basis: '스토킹범죄의 처벌 등에 관한 법률 제9조 제1항 제3호의2',
      number: `모의-${tag}`,
      issuer: '가상지방법원',
      offender,
      victims: [victim],
      limits: null,
      zones: [
        {
          id: ZoneId.parse(`${BACKGROUND_PREFIX}zone-${tag}`),
          kind: 'home',
          shape: { type: 'circle', centre: victimAt, radius_m: 100 },
          buffer_m: 200,
          schedule: null,
        },
      ],
      validSince_days: Math.round(luck.between(5, 60)),
      validFor_days: Math.round(luck.between(30, 180)),
    });
  }

  const units = Array.from({ length: background.units }, (_, index): PlacedUnit => {
    const kind = luck.pick(KINDS) ?? 'car';
    const post = luck.pick(posts);
    const at = post === null ? (luck.pick(stations) ?? [0, 0]) : ([post.lon, post.lat] as const);
    const number = String(index + 1).padStart(2, '0');
    const id = UnitId.parse(`${BACKGROUND_PREFIX}unit-${number}`);
    return { id, callsign: `예비 ${number}`, kind, station: post?.ko ?? '예비', at, roam_m: ROAM_M[kind] };
  });
  return { people, orders, units };
};
