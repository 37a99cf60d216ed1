import type { ScenarioFile } from './schema.ts';

export type FieldPath = readonly (string | number)[];
/** Something in a file that does not hold together, and the field it stands in. */
export type Fault = { readonly path: FieldPath; readonly message: string };

/** Ids the generated background uses; a scenario file must not. */
export const BACKGROUND_PREFIX = 'bg-';

type Named = { readonly id: string; readonly path: FieldPath };

const twiceOrReserved = (things: readonly Named[]): readonly Fault[] => {
  const seen = new Set<string>();
  return things.flatMap(({ id, path }): readonly Fault[] => {
    if (id.startsWith(BACKGROUND_PREFIX))
      return [{ path, message: `ids that begin with ${BACKGROUND_PREFIX} are generated ones` }];
    if (seen.has(id)) return [{ path, message: `"${id}" is there twice` }];
    seen.add(id);
    return [];
  });
};

/** Everything a schema cannot see: ids given twice, people who are not there, events after the end. */
export const scenarioFaults = (file: ScenarioFile): readonly Fault[] => {
  const roles = new Map<string, string>(file.people.map((person) => [person.id, person.role]));
  const faults: Fault[] = [];
  const person = (id: string, path: FieldPath, role: 'offender' | 'victim' | null): void => {
    const found = roles.get(id);
    if (found === undefined) faults.push({ path, message: `there is no person "${id}"` });
    else if (role !== null && found !== role) faults.push({ path, message: `"${id}" is no ${role}` });
  };

  faults.push(
    ...twiceOrReserved(file.people.map(({ id }, i) => ({ id, path: ['people', i, 'id'] }))),
    ...twiceOrReserved(file.people.map(({ device }, i) => ({ id: device.id, path: ['people', i, 'device', 'id'] }))),
    ...twiceOrReserved(file.orders.map(({ id }, i) => ({ id, path: ['orders', i, 'id'] }))),
    ...twiceOrReserved(file.units.map(({ id }, i) => ({ id, path: ['units', i, 'id'] }))),
    ...twiceOrReserved(file.movements.map(({ who }, i) => ({ id: who, path: ['movements', i, 'who'] }))),
    ...twiceOrReserved(
      file.orders.flatMap((order, i) =>
        order.zones.map(({ id }, z) => ({ id, path: ['orders', i, 'zones', z, 'id'] })),
      ),
    ),
  );
  for (const [i, order] of file.orders.entries()) {
    person(order.offender, ['orders', i, 'offender'], 'offender');
    order.victims.forEach((victim, v) => person(victim, ['orders', i, 'victims', v], 'victim'));
  }
  for (const [i, movement] of file.movements.entries()) {
    person(movement.who, ['movements', i, 'who'], null);
    for (const [l, leg] of movement.legs.entries()) {
      if (leg.do !== 'follow') continue;
      const path = ['movements', i, 'legs', l, 'whom'];
      person(leg.whom, path, null);
      if (leg.whom === movement.who) faults.push({ path, message: 'nobody can follow themselves' });
    }
  }
  for (const [i, event] of file.events.entries()) {
    person(event.who, ['events', i, 'who'], null);
    if (event.at_s > file.duration_s)
      faults.push({ path: ['events', i, 'at_s'], message: 'after the end of the scenario' });
    if ('until_s' in event && event.until_s !== null && event.until_s <= event.at_s)
      faults.push({ path: ['events', i, 'until_s'], message: 'must be after at_s' });
  }
  return faults;
};
