import { expect, it } from 'vitest';
import { blocks, isWhole, wrongIn } from './seeds.ts';

it.runIf(isWhole).each(blocks(10101, 9900))(
  'every alarm rings or its desk says why not, whatever is broken (seeds from %i)',
  async (first) => {
    expect(await wrongIn(first)).toBe('');
  },
);
