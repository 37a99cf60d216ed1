import { expect, it } from 'vitest';
import { blocks, isWhole, wrongIn } from './seeds.ts';

it.runIf(isWhole).each(blocks(101, 100))(
  'every alarm rings or its desk says why not, whatever is broken (seeds from %i)',
  async (first) => {
    expect(await wrongIn(first)).toBe('');
  },
);
