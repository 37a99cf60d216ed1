import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { listScenarios, readScenario, scenarioNames } from '../../../../../main/files/scenarios.ts';
import { parseYaml } from '../../../../../main/files/yaml.ts';
import { scenarioSchema } from '../../../../../main/monitoring/simulator/resolve.ts';
import { gazetteer, plainFile } from './builders.ts';

const root = path.join(import.meta.dirname, '../../../../..');

describe('the scenarios that come with the product', () => {
  it('are there, valid, and named as their files', () => {
    expect(scenarioNames()).toEqual(expect.arrayContaining(['evening', 'shielded', 'strap-cut', 'subway-gap']));
    const list = listScenarios();
    expect(list.ok ? list.value.map(({ name }) => name) : list.error).toEqual(scenarioNames());
    for (const name of scenarioNames()) {
      const scenario = readScenario(name);
      expect(scenario.ok ? scenario.value.name : scenario.error).toBe(name);
    }
  });

  it('name only people who are plainly made up', () => {
    for (const name of scenarioNames()) {
      const text = readFileSync(path.join(root, 'assets/scenarios', `${name}.yaml`), 'utf8');
      for (const [, person] of text.matchAll(/^ {4}name: (.+)$/gm)) expect(person).toMatch(/^(가해자|피해자) .가명$/);
    }
  });

  it('are refused by a name nobody knows, with the names there are', () => {
    const refused = readScenario('nightmare');
    expect(refused.ok ? '' : refused.error).toMatch(/no scenario "nightmare".*evening/);
  });
});

const check = (change: object): string => {
  const parsed = parseYaml('x.yaml', stringify({ ...plainFile, ...change }), scenarioSchema(gazetteer));
  return parsed.ok ? 'ok' : parsed.error;
};
/** Line of the first line that holds the text, in the file that `check` reads. */
const lineOf = (change: object, text: string): number =>
  stringify({ ...plainFile, ...change })
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

describe('a scenario file that does not fit is refused with line and field', () => {
  const event = (fields: object) => ({ events: [{ at_s: 5, kind: 'sos', who: 'V1', ...fields }] });
  const walk = (fields: object) => ({ movements: [{ who: 'O1', legs: [{ do: 'walk', to: [127, 37], ...fields }] }] });

  it('accepts the plain one', () => expect(check({})).toBe('ok'));

  it('U6: accepts a register that nobody is in yet', () =>
    expect(check({ people: undefined, orders: undefined, movements: [], events: [] })).toBe('ok'));

  it.each<[string, object, string, string]>([
    ['an unknown field', { sped: 1 }, 'sped', 'sped'],
    ['an unknown person in an event', event({ who: 'X' }), 'who: X', 'events.0.who'],
    ['an event after the end', event({ at_s: 601 }), 'at_s', 'events.0.at_s'],
    ['an unknown kind of event', event({ kind: 'flood' }), 'kind: flood', 'events.0.kind'],
    ['an end before its beginning', event({ kind: 'gap', until_s: 4 }), 'until_s', 'events.0.until_s'],
    ['an unknown station', walk({ to: { station: 'nowhere' } }), 'nowhere', 'movements.0.legs.0.to.station'],
    ['a place that is none', walk({ to: 'home' }), 'to: home', 'movements.0.legs.0.to'],
    ['a speed of nothing', walk({ speed_mps: 0 }), 'speed_mps', 'movements.0.legs.0.speed_mps'],
    ['an unknown leg', walk({ do: 'fly' }), 'do: fly', 'movements.0.legs.0.do'],
    ['a follower of themselves', walk({ do: 'follow', to: undefined, whom: 'O1' }), 'whom', 'movements.0.legs.0.whom'],
    [
      'an order about a victim as offender',
      { orders: [{ ...plainFile.orders[0], offender: 'V1' }] },
      'offender: V1',
      'orders.0.offender',
    ],
    ['a start without an offset', { start: '2026-01-05T09:00:00' }, 'start:', 'start'],
    ['a name that is generated', { orders: [{ ...plainFile.orders[0], id: 'bg-1' }] }, 'bg-1', 'orders.0.id'],
    [
      'limits that grow',
      { orders: [{ ...plainFile.orders[0], limits: { warning_m: 1, alert_m: 2, contact_m: 3 } }] },
      'warning_m',
      'orders.0.limits',
    ],
  ])('%s', (_, change, text, field) => {
    expect(check(change)).toMatch(new RegExp(`^x\\.yaml:${lineOf(change, text)}: ${field}: .`));
  });

  it('an id that is there twice', () => {
    const [first] = plainFile.people;
    expect(check({ people: [...plainFile.people, first] })).toContain('people.2.id: "O1" is there twice');
  });
});
