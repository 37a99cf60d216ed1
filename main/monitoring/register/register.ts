import type { OrderId, PersonId } from '../../../shared/domain/ids.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Order, Person } from '../../../shared/domain/orders.ts';
import type { Setup } from './setup.ts';

/** Who there is and under which orders, by id. */
export type Register = {
  readonly people: ReadonlyMap<PersonId, Person>;
  readonly orders: ReadonlyMap<OrderId, Order>;
  readonly ordersOf: (person: PersonId) => readonly Order[];
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
  return {
    people: new Map(setup.people.map((person) => [person.id, person])),
    orders: new Map(setup.orders.map((order) => [order.id, order])),
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
