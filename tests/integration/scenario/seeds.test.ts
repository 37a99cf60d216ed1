import { describe, expect, it } from 'vitest';
import { loadPolicy } from '../../../main/files/policy.ts';
import { projectRoot } from '../../../main/files/root.ts';
import { readScenario, scenarioNames } from '../../../main/files/scenarios.ts';
import { runHeadless } from '../../../main/monitoring/simulator/headless.ts';
import { loadStreets } from '../../../main/monitoring/streets/load.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';

/** Seeds tried of each bundled scenario: a sample in `npm test`, many and to the end in `npm run test:long`. */
const LONG = process.env['JIKIM_LONG'] === '1';
const SEEDS = Array.from({ length: LONG ? 25 : 2 }, (_, i) => i + 1);
const LIMIT_S = LONG ? Infinity : 400;

const policy = loadPolicy();
const streets = loadStreets({ root: projectRoot(), dataDir: null, policy });

const run = async (name: string, seed: number): Promise<readonly Entry[]> => {
  const scenario = readScenario(name);
  if (!scenario.ok || !streets.ok) throw new Error('a bundled scenario or the bundled axes did not load');
  const entries: Entry[] = [];
  await runHeadless({
    scenario: { ...scenario.value, duration_s: Math.min(LIMIT_S, scenario.value.duration_s) },
    seed,
    policy,
    streets: streets.value,
    onEntries: (added) => entries.push(...added),
    pace: () => Promise.resolve(),
  });
  return entries;
};

describe.each(scenarioNames())('%s, with any seed', (name) => {
  it.each(SEEDS)(
    'seed %i: a gapless record that raises its incidents, folds alike at once and step by step, and names no place',
    async (seed) => {
      const entries = await run(name, seed);
      expect(entries.map((entry) => entry.seq)).toEqual(entries.map((_, i) => i + 1));
      const world = foldEntries(emptyWorld, entries);
      expect(world.incidents.size).toBeGreaterThan(0);
      expect(entries.reduce((before, entry) => foldEntries(before, [entry]), emptyWorld)).toEqual(world);
      for (const entry of entries) expect(entry.recordedAt_ms).toBeGreaterThanOrEqual(entry.at_ms);
      // Seoul lies between 126.7 and 127.3 E, 37.3 and 37.8 N: no such number may stand anywhere in the record.
      expect(JSON.stringify(entries)).not.toMatch(/\b(126\.[7-9]|127\.[0-3]|37\.[3-8])\d{3,}/);
    },
    600_000,
  );
});
