import { describe, expect, it } from 'vitest';
import { policy } from '../../oracle/figures.ts';
import { analysed } from '../../oracle/engines/analysis.ts';
import { watched } from '../../oracle/engines/server.ts';
import { judgedPairs, seedsFrom } from '../../oracle/pairs.ts';

const FILE = 'tests/integration/oracle/pairs.test.ts';

describe('random pairs', () => {
  it('are told by analyse as the oracle sees them: no missed breach, no sure alert without one, times right', async () => {
    expect(await judgedPairs(seedsFrom(1, 100), FILE, (situation) => analysed(situation, policy))).toBe('');
  });

  it('are told so by the live server', async () => {
    const engine = (situation: Parameters<typeof analysed>[0]) =>
      Promise.resolve(watched([situation], policy)[0] ?? []);
    expect(await judgedPairs(seedsFrom(1, 30), FILE, engine)).toBe('');
  });
});
