import { runSeed, told } from '../run.ts';

const AT_ONCE = 10;

/** The seed that `npm test faults -- --seed …` asks for; null where it asks for none. */
const ASKED = process.env['JIKIM_SEED'] === undefined ? null : Number(process.env['JIKIM_SEED']);

/** False where one seed is asked for: the first file runs that alone. */
export const isWhole = ASKED === null;

/** First seeds of blocks of ten runs; the one seed that is asked for. */
export const blocks = (from: number, runs: number): readonly number[] => {
  if (ASKED !== null) return [ASKED];
  return Array.from({ length: runs / AT_ONCE }, (_, index) => from + index * AT_ONCE);
};

/** What went wrong in the runs of a block, with the line that repeats each. */
export const wrongIn = async (first: number): Promise<string> => {
  const lines: string[] = [];
  for (let seed = first; seed < first + (ASKED === null ? AT_ONCE : 1); seed += 1)
    lines.push(told(await runSeed(seed)));
  return lines.filter((line) => line !== '').join('\n');
};
