import { describe, expect, it } from 'vitest';
import { blocksFrom, judgedBlock } from '../../oracle/blocks.ts';

describe('20,000 random pairs, the first half', () => {
  it.each(blocksFrom(1, 10))('from seed %i on are told as the oracle sees them', async (first) => {
    expect(await judgedBlock(first, 'tests/integration/oracle/first.long.test.ts')).toBe('');
  });
});
