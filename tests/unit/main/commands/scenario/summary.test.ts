import { expect, test } from 'vitest';
import { summariser } from '../../../../../main/commands/scenario/summary.ts';
import { readScenario } from '../../../../../main/files/scenarios.ts';
import { Separation } from '../../../../../shared/domain/alerts.ts';
import { anAlert, entriesOf, raised } from '../../../../builders/entries.ts';
import { personId } from '../../../../builders/ids.ts';
import { at } from '../../../../builders/times.ts';

const apart = (distance_m: number): Separation =>
  Separation.parse({ distance_m, min_m: Math.max(0, distance_m - 10), max_m: distance_m + 10 });

test('the closest distance of a run is never more than one that its own record holds of a breach between two fixes', () => {
  const scenario = readScenario('evening');
  if (!scenario.ok) throw new Error('the scenario did not load');
  const { add, summary } = summariser(scenario.value, 1);
  const passed = anAlert({ level: 'contact', certainty: 'likely', separation: apart(15), closestAt_ms: at(5) });
  const measured = { kind: 'distance.measured', victim: personId('V1'), separation: apart(5549) } as const;
  for (const entry of entriesOf([...raised(passed), { at_ms: at(6), body: measured }])) add(entry);
  expect(summary()).toMatchObject({ closest_m: 15, incidents: 1 });
});
