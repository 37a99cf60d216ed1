import type { LonLat } from '../../../../shared/domain/fixes.ts';
import type { Handle, PersonId } from '../../../../shared/domain/ids.ts';
import type { Entry } from '../../../../shared/domain/incidents/entries.ts';
import type { Order, Zone } from '../../../../shared/domain/orders.ts';
import type { SimEvent } from '../../../../main/monitoring/simulator/simulator.ts';
import type { Setup } from '../../../../main/monitoring/register/setup.ts';
import type { Directory } from '../../../../shared/protocol/messages.ts';

/** A place to about a metre, as the judge compares them. */
export const placeKey = (lon: number, lat: number): string => `${Math.round(lon * 1e5)},${Math.round(lat * 1e5)}`;

/** Everything that was true on the watch, seen from outside the server. */
export type Truth = {
  readonly orders: readonly Order[];
  readonly record: readonly Entry[];
  readonly people: ReadonlyMap<Handle, PersonId>;
  readonly orderOfHandle: ReadonlyMap<Handle, Order>;
  /** Where each person and each patrol has ever been. */
  readonly been: ReadonlyMap<string, ReadonlySet<string>>;
  readonly patrols: ReadonlyMap<Handle, string>;
  /** Every latitude and longitude of a person or a zone, to five decimals. */
  readonly secrets: ReadonlySet<string>;
};

const cornersOf = ({ shape }: Zone): readonly LonLat[] => (shape.type === 'circle' ? [shape.centre] : shape.ring);

/** Watches what devices send and writes the truth down. */
export const createTruth = (setup: Setup, directory: Directory, record: readonly Entry[]) => {
  const been = new Map<string, Set<string>>();
  const secrets = new Set<string>();
  const was = (who: string, lon: number, lat: number): void => {
    const places = been.get(who) ?? new Set();
    been.set(who, places.add(placeKey(lon, lat)));
  };
  const hide = (lon: number, lat: number): void => void secrets.add(lon.toFixed(5)).add(lat.toFixed(5));
  for (const { unit, at } of setup.units) was(unit.id, ...at);
  for (const [lon, lat] of setup.orders.flatMap((order) => order.zones.flatMap(cornersOf))) hide(lon, lat);
  const orders = new Map(setup.orders.map((order) => [order.id, order]));
  const truth: Truth = {
    ...{ record, been, secrets, orders: setup.orders },
    people: new Map(directory.people.map(({ handle, person }) => [handle, person.id])),
    patrols: new Map(directory.units.map(({ handle, unit }) => [handle, unit.id])),
    orderOfHandle: new Map(
      directory.orders.flatMap(({ handle, order }) => {
        const whole = orders.get(order.id);
        return whole === undefined ? [] : [[handle, whole] as const];
      }),
    ),
  };
  const note = (event: SimEvent): void => {
    if (event.kind === 'unit-fix') was(event.unit, event.fix.lon, event.fix.lat);
    if (event.kind !== 'fix') return;
    was(event.person, event.fix.lon, event.fix.lat);
    hide(event.fix.lon, event.fix.lat);
  };
  return { truth, note };
};
