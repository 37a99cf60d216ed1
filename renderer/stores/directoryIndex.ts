import type { Handle, OperatorId, OrderId, PersonId, PlaceId, UnitId } from '../../shared/domain/ids.ts';
import type { Operator } from '../../shared/domain/operators.ts';
import type { OrderSummary, Person } from '../../shared/domain/orders.ts';
import type { SafePlace } from '../../shared/domain/places.ts';
import type { Unit } from '../../shared/domain/units.ts';
import type { Playbook } from '../../shared/domain/playbooks.ts';
import type { Directory } from '../../shared/protocol/messages.ts';

export type ListedPerson = { readonly handle: Handle; readonly person: Person };
export type ListedUnit = { readonly handle: Handle; readonly unit: Unit };
export type ListedOrder = { readonly handle: Handle; readonly order: OrderSummary };

/** The directory by id and by handle. */
export type DirectoryIndex = {
  readonly personById: ReadonlyMap<PersonId, ListedPerson>;
  readonly unitById: ReadonlyMap<UnitId, ListedUnit>;
  readonly orderById: ReadonlyMap<OrderId, ListedOrder>;
  readonly operatorById: ReadonlyMap<OperatorId, Operator>;
  readonly placeById: ReadonlyMap<PlaceId, SafePlace>;
  readonly playbooks: readonly Playbook[];
  readonly personByHandle: ReadonlyMap<Handle, Person>;
  readonly unitByHandle: ReadonlyMap<Handle, Unit>;
  readonly orderByHandle: ReadonlyMap<Handle, OrderSummary>;
};

const build = (d: Omit<Directory, 'policy'>): DirectoryIndex => ({
  personById: new Map(d.people.map((p) => [p.person.id, p])),
  unitById: new Map(d.units.map((u) => [u.unit.id, u])),
  orderById: new Map(d.orders.map((o) => [o.order.id, o])),
  operatorById: new Map(d.operators.map((o) => [o.id, o])),
  placeById: new Map(d.places.map((p) => [p.id, p])),
  playbooks: d.playbooks,
  personByHandle: new Map(d.people.map((p) => [p.handle, p.person])),
  unitByHandle: new Map(d.units.map((u) => [u.handle, u.unit])),
  orderByHandle: new Map(d.orders.map((o) => [o.handle, o.order])),
});

const none: DirectoryIndex = build({ orders: [], people: [], units: [], places: [], operators: [], playbooks: [] });
const built = new WeakMap<Directory, DirectoryIndex>();

/** Maps over a directory, built once per directory object; empty maps where there is none. */
export const directoryIndex = (directory: Directory | null): DirectoryIndex => {
  if (directory === null) return none;
  const known = built.get(directory);
  if (known !== undefined) return known;
  const index = build(directory);
  built.set(directory, index);
  return index;
};
