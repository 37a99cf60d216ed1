import { loadPolicy } from '../../../../../main/files/policy.ts';
import { scenarioSchema } from '../../../../../main/monitoring/simulator/resolve.ts';
import type { Gazetteer, Scenario } from '../../../../../main/monitoring/simulator/scenario.ts';
import { createSimulator } from '../../../../../main/monitoring/simulator/simulator.ts';
import type { SimEvent, Simulator } from '../../../../../main/monitoring/simulator/simulator.ts';
import type { Routes } from '../../../../../main/monitoring/simulator/tasks.ts';

export const START_MS = Date.parse('2026-01-05T00:00:00Z');
export const policy = loadPolicy();

export const gazetteer: Gazetteer = {
  stations: new Map([
    ['west', [126.9, 37.55]],
    ['middle', [127.0, 37.55]],
    ['east', [127.1, 37.55]],
  ]),
  places: [],
};

/** Nobody knows a street: everybody goes straight. */
export const noStreets: Routes = { route: () => null };

/** A scenario file as it comes out of YAML: one offender at [127, 37.5], one victim 3 km east. */
export const plainFile = {
  name: 'plain',
  title: { ko: '시험', en: 'Test' },
  summary: { ko: '시험', en: 'Test' },
  start: '2026-01-05T09:00:00+09:00',
  duration_s: 600,
  seed: 1,
  people: [
    { id: 'O1', role: 'offender', name: '가해자 A', device: { id: 'd1' }, at: [127, 37.5] },
    { id: 'V1', role: 'victim', name: '피해자 A', device: { id: 'd2' }, at: [127.034, 37.5] },
  ],
  orders: [{ id: 'order1', basis: '시험', number: '1', issuer: '시험', offender: 'O1', victims: ['V1'] }],
};

export const scenarioOf = (change: object = {}): Scenario =>
  scenarioSchema(gazetteer).parse({ ...plainFile, ...change });

export const simulatorOf = (change: object = {}, seed = 1, routes: Routes = noStreets): Simulator =>
  createSimulator({ scenario: scenarioOf(change), seed, streets: routes, policy, start_ms: START_MS });

/** Every event of so many seconds, a second at a time. */
export const play = (simulator: Simulator, from_s: number, to_s: number): readonly SimEvent[] => {
  const events: SimEvent[] = [];
  for (let second = from_s; second <= to_s; second += 1) events.push(...simulator.step(START_MS + second * 1000));
  return events;
};

export const fixesOf = (events: readonly SimEvent[], id: string) =>
  events.flatMap((event) =>
    (event.kind === 'fix' && event.person === id) || (event.kind === 'unit-fix' && event.unit === id)
      ? [event.fix]
      : [],
  );
