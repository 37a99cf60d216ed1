import type { OrderId, PersonId, PlaceId, UnitId } from '../../../shared/domain/ids.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Order, Person } from '../../../shared/domain/orders.ts';
import type { SafePlace } from '../../../shared/domain/places.ts';
import type { Unit } from '../../../shared/domain/units.ts';
import type { Setup } from './setup.ts';

/** Who and what there is and under which orders, by id. */
export type Register = {
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly orders: ReadonlyMap<OrderId, Order>;
  readonly units: ReadonlyMap<UnitId, Unit>;
  readonly orderOf: (id: OrderId) => Order | undefined;
  readonly ordersOf: (person: PersonId) => readonly Order[];
  readonly placeOf: (id: PlaceId) => SafePlace | undefined;
};

export const createRegister = (setup: Setup): Register => {
  const ordersOf = new Map<PersonId, Order[]>();
  for (const order of setup.orders) {
    for (const id of [order.offender, ...order.victims]) {
      const held = ordersOf.get(id);
      if (held === undefined) ordersOf.set(id, [order]);
      else held.push(order);
    }
  }
  const orders = new Map(setup.orders.map((order) => [order.id, order]));
  const places = new Map(setup.places.map((place) => [place.id, place]));
  return {
    people: new Map(setup.people.map((person) => [person.id, person])),
    orders,
    units: new Map(setup.units.map(({ unit }) => [unit.id, unit])),
    orderOf: (id) => orders.get(id),
    placeOf: (id) => places.get(id),
    ordersOf: (person) => ordersOf.get(person) ?? [],
  };
};

/**
 * Orders that SOS or a strap tamper is raised under: those in force, and where none is, the one that was valid last, because
 * neither may depend on an order's validity.
 */
export const ordersForEmergency = (orders: readonly Order[], now_ms: number): readonly Order[] => {
  const inForce = orders.filter((order) => isInForce(order, now_ms));
  if (inForce.length > 0) return inForce;
  return orders.toSorted((a, b) => b.validTo_ms - a.validTo_ms).slice(0, 1);
};
