import { expect, it } from 'vitest';
import { blocks, wrongIn } from './seeds.ts';

it.each(blocks(1, 100))(
  'every alarm rings or its desk says why not, whatever is broken (seeds from %i)',
  async (first) => {
    expect(await wrongIn(first)).toBe('');
  },
);
