import { describe, expect, it } from 'vitest';
import { readSeed } from '../../../../../renderer/features/trainer/seed.ts';

describe('seed as typed', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['0', 0],
    [' 42 ', 42],
    ['4294967295', 4_294_967_295],
    ['4294967296', 'invalid'],
    ['-1', 'invalid'],
    ['1.5', 'invalid'],
    ['1e3', 'invalid'],
    ['일', 'invalid'],
  ])('reads %j as %j', (text, seed) => expect(readSeed(text)).toBe(seed));
});
