import type { Limits } from '../../../shared/domain/policy.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import { unreachable } from '../../../shared/domain/result.ts';
import { createDevice } from './device.ts';
import { createSimPhone } from './simPhone.ts';
import type { SimPhone } from './simPhone.ts';
import type { Device } from './device.ts';
import { chance } from './random.ts';
import type { Chance } from './random.ts';
import type { PlacedLeg, PlacedPerson, Scenario } from './scenario.ts';
import { follow, goTo, inTurn, roam, wait } from './tasks.ts';
import type { Routes, Task } from './tasks.ts';
import type { Body } from './way.ts';

/** A person the simulator moves, and their device. */
export type SimPerson = {
  readonly person: Person;
  readonly body: Body;
  readonly task: Task;
  readonly device: Device;
  /** Null: what the device measures goes out at once, as a bracelet's does. */
  readonly phone: SimPhone | null;
  /** A real device speaks for them now. */
  takenOver: boolean;
};

export type SimSettings = {
  readonly seed: number;
  readonly routes: Routes;
  readonly start_ms: number;
  readonly limits: Limits;
};

/** How a background person spends the evening: short walks around the block, long rests. */
const STROLL = { speed_mps: 1.2, jitter: 0.1, radius_m: 400, rest_s: [60, 600] } as const;

const taskOf = (leg: PlacedLeg, bodies: ReadonlyMap<string, Body>, luck: Chance, routes: Routes): Task => {
  switch (leg.do) {
    case 'walk':
    case 'drive':
      return goTo(leg.to, leg, luck, routes);
    case 'ride':
      return goTo(leg.to, leg, luck, null);
    case 'wait':
      return wait(leg.for_s);
    case 'follow': {
      const whom = bodies.get(leg.whom);
      return whom === undefined ? wait(0) : follow(whom, { ...leg, jitter: 0.1 }, luck, routes);
    }
    default:
      return unreachable(leg);
  }
};

const bodyAt = ([lon, lat]: PlacedPerson['at']): Body => ({ lon, lat, speed_mps: 0, heading_deg: 0 });

const simulated = (person: PlacedPerson, body: Body, task: Task, seed: number): SimPerson => ({
  person: {
    id: person.id,
    role: person.role,
    name: person.name,
    deviceId: person.device.id,
    interval_s: person.device.interval_s,
  },
  body,
  task,
  device: createDevice(person.device, chance(seed, `device ${person.id}`)),
  phone: person.device.client === undefined ? null : createSimPhone(person.device.client, person.device.id),
  takenOver: false,
});

/** The people a scenario names, each with the movement written for them; without one they stay where they are. */
export const castPeople = (scenario: Scenario, settings: SimSettings): readonly SimPerson[] => {
  const bodies = new Map(scenario.people.map((person): [string, Body] => [person.id, bodyAt(person.at)]));
  return scenario.people.map((person) => {
    const luck = chance(settings.seed, `pace ${person.id}`);
    const legs = scenario.movements.find((movement) => movement.who === person.id)?.legs ?? [];
    const task = inTurn(legs.map((leg) => taskOf(leg, bodies, luck, settings.routes)));
    return simulated(person, bodies.get(person.id) ?? bodyAt(person.at), task, settings.seed);
  });
};

/** People of the background, wandering around where they start. */
export const strollers = (people: readonly PlacedPerson[], settings: SimSettings): readonly SimPerson[] =>
  people.map((person) => {
    const luck = chance(settings.seed, `pace ${person.id}`);
    return simulated(person, bodyAt(person.at), roam(person.at, STROLL, luck, settings.routes), settings.seed);
  });
