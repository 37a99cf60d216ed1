import { Handle } from '../../../shared/domain/ids.ts';
import type { OrderId, PersonId, UnitId } from '../../../shared/domain/ids.ts';
import type { Setup } from '../register/setup.ts';

/** Numbers that stand for orders, people and patrols in binary frames; good for one run of the server. */
export type Handles = {
  readonly orders: ReadonlyMap<OrderId, Handle>;
  readonly people: ReadonlyMap<PersonId, Handle>;
  readonly units: ReadonlyMap<UnitId, Handle>;
};

export const createHandles = (setup: Setup): Handles => {
  let last = 0;
  const next = (): Handle => Handle.parse((last += 1));
  return {
    orders: new Map(setup.orders.map((order) => [order.id, next()])),
    people: new Map(setup.people.map((person) => [person.id, next()])),
    units: new Map(setup.units.map(({ unit }) => [unit.id, next()])),
  };
};
