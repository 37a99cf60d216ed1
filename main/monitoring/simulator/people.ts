import type { LonLat } from '../../../shared/domain/fixes.ts';
import { along, bearing_deg, destination, distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { Limits } from '../../../shared/domain/policy.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import { unreachable } from '../../../shared/domain/result.ts';
import { createDevice } from './device.ts';
import type { Going } from './guided.ts';
import { createSimPhone } from './simPhone.ts';
import type { SimPhone } from './simPhone.ts';
import type { Device } from './device.ts';
import { chance } from './random.ts';
import type { Chance } from './random.ts';
import type { PlacedLeg, PlacedPerson, Scenario } from './scenario.ts';
import { follow, goAlong, goTo, inTurn, roam, wait } from './tasks.ts';
import type { Routes, Task } from './tasks.ts';
import { placeOf } from './way.ts';
import type { Body } from './way.ts';

/** A person the simulator moves, and their device. */
export type SimPerson = {
  readonly person: Person;
  readonly body: Body;
  readonly task: Task;
  /** What they do instead while they follow guidance. */
  led: Task | null;
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
    ...(person.language === undefined ? {} : { language: person.language }),
  },
  body,
  task,
  led: null,
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

/** How somebody goes who is led to a safe place. */
const LED = { speed_mps: 1.3, jitter: 0.1 } as const;
/** How far somebody goes the other way who does not follow, metres. */
const ELSEWHERE_M = 600;

/** What a led person does: the way, half of it, or another one. */
export const ledTask = (
  { person, body }: SimPerson,
  route: readonly LonLat[],
  going: Going,
  { seed, routes }: Pick<SimSettings, 'seed' | 'routes'>,
): Task => {
  const luck = chance(seed, `led ${person.id}`);
  switch (going) {
    case 'on':
      return goAlong(route, LED, luck);
    case 'half-way':
      return goAlong(halfOf(route), LED, luck);
    case 'elsewhere': {
      const [from, to] = [placeOf(body), route.at(-1) ?? placeOf(body)];
      return goTo(destination(from, bearing_deg(to, from), ELSEWHERE_M), LED, luck, routes);
    }
    default:
      return unreachable(going);
  }
};

const halfOf = (route: readonly LonLat[]): readonly LonLat[] => {
  const pieces = route.slice(1).map((to, index) => distance_m(route[index] ?? to, to));
  let left_m = pieces.reduce((sum, piece) => sum + piece, 0) / 2;
  const half: LonLat[] = route.slice(0, 1);
  for (const [index, piece] of pieces.entries()) {
    const [from, to] = [route[index], route[index + 1]];
    if (from === undefined || to === undefined || left_m <= 0) break;
    half.push(along(from, to, Math.min(1, left_m / Math.max(piece, 0.01))));
    left_m -= piece;
  }
  return half;
};
