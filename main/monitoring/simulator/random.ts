import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';

/** Seeded chance. Each person and patrol has its own, so that one going its own way changes nobody else's day. */
export type Chance = {
  /** 0 ≤ x < 1. */
  readonly unit: () => number;
  /** Between the two, uniform. */
  readonly between: (low: number, high: number) => number;
  /** Standard normal (Box and Muller 1958). */
  readonly normal: () => number;
  /** One of the list, null when it is empty. */
  readonly pick: <T>(from: readonly T[]) => T | null;
};

/** FNV-1a, 32 bits: turns a name into a number that differs for names that hardly differ. */
const hash = (text: string, seed: number): number => {
  let value = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value | 0;
};

/** Chance for one purpose under one seed. */
export const chance = (seed: number, purpose: string): Chance => {
  const generator = xoroshiro128plus(hash(purpose, seed));
  const unit = (): number => uniformFloat64(generator);
  return {
    unit,
    between: (low, high) => low + (high - low) * unit(),
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
    pick: (from) => from[Math.floor(unit() * from.length)] ?? null,
  };
};
