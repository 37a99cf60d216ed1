import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../../../main/evidence/canonical.ts';

/** The same value with its keys told in another order, all the way down. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, turned(inner)]),
  );
};

// Negative zero is no value of its own in JSON.
const json = fc.jsonValue({ maxDepth: 4 }).map((value): unknown => JSON.parse(JSON.stringify(value)));

describe('canonical form', () => {
  it('says the same of the same value, whatever the order it is told in', () => {
    fc.assert(fc.property(json, (value) => canonical(turned(value)) === canonical(value)));
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonical(value))).toEqual(value);
      }),
    );
  });

  it('is a fixed point', () => {
    fc.assert(fc.property(json, (value) => canonical(JSON.parse(canonical(value))) === canonical(value)));
  });

  it('differs where values differ', () => {
    fc.assert(
      fc.property(json, json, (a, b) => {
        expect(canonical(a) === canonical(b)).toBe(isDeepStrictEqual(a, b));
      }),
    );
  });

  it('is refused to what is no JSON value', () => {
    expect(() => canonical(undefined)).toThrow(TypeError);
    expect(() => canonical({ a: Number.NaN })).toThrow();
    expect(() => canonical([Number.POSITIVE_INFINITY])).toThrow();
  });
});
