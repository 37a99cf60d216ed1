import { afterEach, expect, it } from 'vitest';
import { runSeed } from '../run.ts';
import { plant } from './planted.ts';
import { PLANTINGS } from './plantings.ts';

/** So many runs a guard may be missing before it is noticed. */
const RUNS_AT_MOST = 25;

afterEach(() => plant(null));

it.each(PLANTINGS)('$caughtBy notices that $what', async ({ what, faults, caughtBy, firstSeed }) => {
  plant(what);
  const judges = new Set<string>();
  for (let seed = firstSeed; seed < firstSeed + RUNS_AT_MOST && !judges.has(caughtBy); seed += 1) {
    const { wrong } = await runSeed(seed, faults);
    for (const line of wrong) judges.add(line.split(':', 1)[0] ?? '');
  }
  expect([...judges]).toContain(caughtBy);
});
