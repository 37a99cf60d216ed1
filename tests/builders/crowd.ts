import { destination } from '../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../shared/domain/fixes.ts';
import { DeviceId, OrderId, PersonId } from '../../shared/domain/ids.ts';
import type { Order } from '../../shared/domain/orders.ts';
import type { Setup } from '../../main/monitoring/register/setup.ts';

/** One of many pairs, each under an order of its own, far from one another and from all the others. */
export type Pair = {
  readonly order: OrderId;
  readonly offender: PersonId;
  readonly victim: PersonId;
  readonly offenderAt: LonLat;
  readonly victimAt: LonLat;
};

const APART_M = 20_000;
const COLUMNS = 30;

export const pairsOf = (count: number, home: LonLat): readonly Pair[] =>
  Array.from({ length: count }, (_, n) => {
    const victimAt = destination(destination(home, 90, (n % COLUMNS) * 10), 180, Math.floor(n / COLUMNS) * 10);
    return {
      order: OrderId.parse(`order-${n}`),
      offender: PersonId.parse(`O-${n}`),
      victim: PersonId.parse(`V-${n}`),
      victimAt,
      offenderAt: destination(victimAt, 0, APART_M),
    };
  });

/** What the server is set up with for such pairs; each order is like `like`. */
export const setupOf = (pairs: readonly Pair[], like: Order): Setup => {
  const person = (id: PersonId, role: 'offender' | 'victim') =>
    ({ id, role, name: `가명 ${id}`, deviceId: DeviceId.parse(`device-${id}`), interval_s: 1 }) as const;
  return {
    name: 'crowd',
    people: pairs.flatMap(({ offender, victim }) => [person(offender, 'offender'), person(victim, 'victim')]),
    orders: pairs.map(({ order, offender, victim }) => ({
      ...like,
      id: order,
      offender,
      victims: [victim],
      zones: [],
    })),
    units: [],
    places: [],
  };
};
