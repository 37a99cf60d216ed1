import { describe, expect, it } from 'vitest';
import { watched } from '../../oracle/engines/server.ts';
import { policy } from '../../oracle/figures.ts';
import { judgedPairs, seedsFrom } from '../../oracle/pairs.ts';
import type { Engine } from '../../oracle/pairs.ts';

const live: Engine = (situation) => Promise.resolve(watched([situation], policy)[0] ?? []);

describe('2,000 random pairs on the live server', () => {
  it.each([30_001, 30_501, 31_001, 31_501])('from seed %i on are told as the oracle sees them', async (first) => {
    expect(await judgedPairs(seedsFrom(first, 500), 'tests/integration/oracle/live.long.test.ts', live)).toBe('');
  });
});
