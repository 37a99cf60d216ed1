import { destination } from '../../shared/domain/geo/geodesic.ts';
import type { Fix, LonLat } from '../../shared/domain/fixes.ts';
import { DeviceId, OrderId, PersonId, ZoneId } from '../../shared/domain/ids.ts';
import type { Order, Person, Zone } from '../../shared/domain/orders.ts';
import type { Policy } from '../../shared/domain/policy.ts';

/** One order of the bench: its people, where they walk, and how fast. */
export type Pair = {
  readonly order: Order;
  readonly offender: Person;
  readonly victim: Person;
  readonly from: Readonly<Record<'offender' | 'victim', LonLat>>;
};

export const START_MS = Date.UTC(2026, 4, 8, 10, 40);
const CENTRE: LonLat = [126.99, 37.55];
/** Metres a walker moves north or south in a second. */
const WALK_M = 1.4;
const NORTH_DEGREE_M = 111_000;
/** Share of the pairs that stand inside a tier, so that their alerts run: far more than on any evening. */
const CLOSE_SHARE = 0.01;

const person = (id: string, role: Person['role']): Person => ({
  id: PersonId.parse(id),
  role,
  name: id,
  deviceId: DeviceId.parse(`d-${id}`),
  interval_s: 1,
});

const zonesOf = (index: number, home: LonLat): readonly Zone[] => {
  const zone = (kind: Zone['kind'], shape: Zone['shape']): Zone => ({
    ...{ id: ZoneId.parse(`Z${index}-${kind}`), kind, shape, buffer_m: 200, schedule: null },
  });
  const school = destination(home, 200, 2500);
  return [
    zone('home', { type: 'circle', centre: home, radius_m: 100 }),
    zone('work', { type: 'circle', centre: destination(home, 80, 4000), radius_m: 150 }),
    zone('school', {
      type: 'polygon',
      ring: [0, 45, 90, 135, 180, 225, 270, 315].map((b) => destination(school, b, 120)),
    }),
  ];
};

/** Pairs spread over 40 km around Seoul: most of them kilometres apart, one in a hundred within a tier. */
export const pairsOf = (count: number, policy: Policy): readonly Pair[] =>
  Array.from({ length: count }, (_, index) => {
    const home = destination(CENTRE, (index * 137.5) % 360, 20_000 * Math.sqrt((index + 0.5) / count));
    const close = index % Math.round(1 / CLOSE_SHARE) === 0;
    const apart_m = close ? 500 + (index % 1300) : 3000 + ((index * 7919) % 25_000);
    const offender = person(`O${index}`, 'offender');
    const victim = person(`V${index}`, 'victim');
    const order: Order = {
      id: OrderId.parse(`order-${index}`),
      ...{ basis: 'bench', number: '1', issuer: 'bench', offender: offender.id, victims: [victim.id] },
      ...{ validFrom_ms: START_MS - 1, validTo_ms: START_MS + 86_400_000, revokedAt_ms: null },
      ...{ limits: policy.limits, zones: zonesOf(index, home) },
    };
    return {
      order,
      offender,
      victim,
      from: { offender: destination(home, (index * 61) % 360, apart_m), victim: home },
    };
  });

/** The fix of somebody who walks to and fro, north and south, in second `t`. */
export const walkedFix = (from: LonLat, t: number): Fix => ({
  at_ms: START_MS + t * 1000,
  lon: from[0],
  lat: from[1] + (WALK_M * (t % 60 < 30 ? t % 30 : 30 - (t % 30))) / NORTH_DEGREE_M,
  accuracy_m: 8,
  speed_mps: WALK_M,
  heading_deg: t % 60 < 30 ? 0 : 180,
  source: 'gnss',
  battery_percent: 80,
});
