import { analysed } from './engines/analysis.ts';
import { policy } from './figures.ts';
import { judgedPairs, seedsFrom } from './pairs.ts';

const BLOCK = 1000;

/** First seeds of blocks of a thousand; two files take every other one, because each file has a core of its own. */
export const blocksFrom = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => first + 2 * i * BLOCK);

/** Judges analyse over the thousand pairs of a block. */
export const judgedBlock = (first: number, file: string): Promise<string> =>
  judgedPairs(seedsFrom(first, BLOCK), file, (situation) => analysed(situation, policy));
