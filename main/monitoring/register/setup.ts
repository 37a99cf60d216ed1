import { z } from 'zod';
import { LonLat } from '../../../shared/domain/fixes.ts';
import { Order, Person } from '../../../shared/domain/orders.ts';
import { SafePlace } from '../../../shared/domain/places.ts';
import { Unit } from '../../../shared/domain/units.ts';
import { fail } from '../../files/fail.ts';

/** A patrol and where it stands when the server starts. */
export const UnitAt = z.strictObject({ unit: Unit, at: LonLat }).readonly();
export type UnitAt = z.infer<typeof UnitAt>;

/**
 * Everything the monitoring server watches over: who, under which orders, with which patrols and safe places. A scenario
 * gives one; a deployment's register would give another.
 */
export const Setup = z
  .strictObject({
    name: z.string().min(1).max(100),
    people: z.array(Person).readonly(),
    orders: z.array(Order).readonly(),
    units: z.array(UnitAt).readonly(),
    places: z.array(SafePlace).readonly(),
  })
  .readonly();
export type Setup = z.infer<typeof Setup>;

/** One line for each thing in a setup that refers to something that is not there, or is there twice. */
export const setupFaults = (setup: Setup): readonly string[] => {
  const faults: string[] = [];
  const once = (what: string, ids: readonly string[]): void => {
    const seen = new Set<string>();
    for (const id of ids) {
      if (seen.has(id)) faults.push(`${what} ${id} is there twice`);
      seen.add(id);
    }
  };
  once(
    'person',
    setup.people.map((p) => p.id),
  );
  once(
    'device',
    setup.people.map((p) => p.deviceId),
  );
  once(
    'order',
    setup.orders.map((o) => o.id),
  );
  once(
    'unit',
    setup.units.map((u) => u.unit.id),
  );
  const roles = new Map(setup.people.map((p) => [p.id, p.role]));
  for (const order of setup.orders) {
    if (roles.get(order.offender) !== 'offender') faults.push(`order ${order.id}: ${order.offender} is no offender`);
    for (const id of order.victims)
      if (roles.get(id) !== 'victim') faults.push(`order ${order.id}: ${id} is no victim`);
  }
  return faults;
};

/** The setup, where everything it refers to is there; ends the process where it is not. */
export const soundSetup = (setup: Setup): Setup => {
  const [fault] = setupFaults(setup);
  return fault === undefined ? setup : fail(`the scenario does not fit together: ${fault}`);
};
