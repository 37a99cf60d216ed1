import { judge } from './judge.ts';
import type { Fault, Told } from './judge.ts';
import { figures } from './figures.ts';
import { situationOf } from './generate.ts';
import { minimised, printed } from './minimise.ts';
import type { Situation } from './truth.ts';

/** An engine as a black box: what it tells of a situation. */
export type Engine = (situation: Situation) => Promise<readonly Told[]>;

/** Seeds from one on; a single one where `JIKIM_SEED` names it, so that a failure is run again by one command. */
export const seedsFrom = (first: number, count: number): readonly number[] => {
  const named = process.env['JIKIM_SEED'];
  return named === undefined ? Array.from({ length: count }, (_, i) => first + i) : [Number(named)];
};

/** One line for what is wrong. */
export const faultLine = ({ kind, rule, level, at_ms, detail }: Fault): string =>
  `${kind} ${rule} ${level} at ${new Date(at_ms).toISOString()}: ${detail}`;

const NEAR_MS = 30_000;

/** What a failed seed is reported with: its first fault, how to run it again, and the smallest part of it that fails so too. */
export const failureOf = async (seed: number, file: string, fault: Fault, engine: Engine): Promise<string> => {
  const alike = (other: Fault): boolean =>
    other.kind === fault.kind &&
    other.rule === fault.rule &&
    other.level === fault.level &&
    Math.abs(other.at_ms - fault.at_ms) < NEAR_MS;
  const smallest = await minimised(situationOf(seed), async (smaller) =>
    judge(smaller, await engine(smaller), figures).some(alike),
  );
  return `seed ${seed}: ${faultLine(fault)}\nagain: JIKIM_SEED=${seed} npx vitest run ${file}\n${printed(smallest)}`;
};

/** Failed seeds that a run reports in full; the others are named. */
const REPORTED = 3;

/** Judges an engine over random pairs. Empty where it is right about all of them. */
export const judgedPairs = async (seeds: readonly number[], file: string, engine: Engine): Promise<string> => {
  const failed: { readonly seed: number; readonly fault: Fault }[] = [];
  for (const seed of seeds) {
    const situation = situationOf(seed);
    const [fault] = judge(situation, await engine(situation), figures);
    if (fault !== undefined) failed.push({ seed, fault });
  }
  const reports: string[] = [];
  for (const { seed, fault } of failed.slice(0, REPORTED)) reports.push(await failureOf(seed, file, fault, engine));
  const others = failed.slice(REPORTED).map(({ seed, fault }) => `seed ${seed}: ${faultLine(fault)}`);
  return [...reports, ...others].join('\n\n');
};
