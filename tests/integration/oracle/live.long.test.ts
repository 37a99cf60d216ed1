import { describe, expect, it } from 'vitest';
import { watched } from '../../oracle/engines/server.ts';
import { judgedPairs, seedsFrom } from '../../oracle/pairs.ts';

describe('2,000 random pairs on the live server', () => {
  it.each([30_001, 30_501, 31_001, 31_501])('from seed %i on are told as the oracle sees them', async (first) => {
    expect(await judgedPairs(seedsFrom(first, 500), 'tests/integration/oracle/live.long.test.ts', watched)).toBe('');
  });
});
