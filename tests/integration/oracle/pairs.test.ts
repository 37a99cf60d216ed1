import { describe, expect, it } from 'vitest';
import { analysed } from '../../oracle/engines/analysis.ts';
import { watched } from '../../oracle/engines/server.ts';
import { judgedPairs, seedsFrom } from '../../oracle/pairs.ts';

const FILE = 'tests/integration/oracle/pairs.test.ts';

describe('random pairs', () => {
  it('are told by analyse as the oracle sees them: no missed breach, no sure alert without one, times right', async () => {
    expect(await judgedPairs(seedsFrom(1, 100), FILE, analysed)).toBe('');
  });

  it('are told so by the live server', async () => {
    expect(await judgedPairs(seedsFrom(101, 30), FILE, watched)).toBe('');
  });
});
