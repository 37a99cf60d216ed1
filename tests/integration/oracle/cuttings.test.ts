import { describe, expect, it } from 'vitest';
import { cuttingsOf, isOneStay, stoodAt, sureRises } from '../../oracle/cuttings.ts';
import { analysed } from '../../oracle/engines/analysis.ts';
import { watched } from '../../oracle/engines/server.ts';
import { figures } from '../../oracle/figures.ts';
import { judge } from '../../oracle/judge.ts';
import { faultLine, seedsFrom } from '../../oracle/pairs.ts';
import { SAME_MS } from '../../oracle/told.ts';
import type { Told } from '../../oracle/told.ts';
import type { Situation } from '../../oracle/truth.ts';
import type { Engine } from '../../oracle/pairs.ts';

const SEEDS = seedsFrom(50_031, 25);

/** What one cutting of a pair's reports came to. */
type Outcome = {
  readonly name: string;
  readonly situation: Situation;
  readonly told: readonly Told[];
  readonly rises: ReturnType<typeof sureRises>;
};

/**
 * Whether another cutting tells of a breach too. What a request shows is told before the next one comes: nobody can wait for that to show how
 * near they came in the same stay, nor raise anew what stands still.
 */
const tellsOf = (
  rise: Outcome['rises'][number],
  { situation, told, rises }: Outcome,
  isToldAsItComes: boolean,
): boolean =>
  rises.some(
    ({ rule, level, at_ms }) =>
      rule === rise.rule &&
      level === rise.level &&
      (Math.abs(at_ms - rise.at_ms) <= SAME_MS || (isToldAsItComes && isOneStay(situation, rise, at_ms, rise.at_ms))),
  ) ||
  (isToldAsItComes && stoodAt(situation, told, rise, rise.at_ms));

const isByAndBy = (name: string): boolean => name.endsWith('one after another');

/** What tells two cuttings of the same reports apart: a breach that one has and the other has not, or not at that moment. */
const differences = async (seed: number, engine: Engine): Promise<readonly string[]> => {
  const outcomes: Outcome[] = [];
  for (const [name, situation] of Object.entries(cuttingsOf(seed))) {
    const told = await engine(situation);
    outcomes.push({ name, situation, told, rises: sureRises(told) });
  }
  return outcomes.flatMap(({ name, rises }) =>
    outcomes.flatMap((other) =>
      rises
        .filter((rise) => !tellsOf(rise, other, engine === watched || isByAndBy(name) || isByAndBy(other.name)))
        .map(
          ({ rule, level, at_ms }) =>
            `seed ${seed}: ${rule} ${level} at ${new Date(at_ms).toISOString()} is told ${name} and not ${other.name}`,
        ),
    ),
  );
};

const faults = async (seed: number, engine: Engine): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (const [name, situation] of Object.entries(cuttingsOf(seed)))
    for (const fault of judge(situation, await engine(situation), figures))
      lines.push(`seed ${seed}, ${name}: ${faultLine(fault)}`);
  return lines;
};

describe.each<readonly [string, Engine]>([
  ['analyse', analysed],
  ['the live server', watched],
])('reports that a device kept, in %s', (_name, engine) => {
  it('give the same breaches, however they are cut into requests and shuffled within each', async () => {
    const lines: string[] = [];
    for (const seed of SEEDS) lines.push(...(await differences(seed, engine)));
    expect(lines).toEqual([]);
  });

  it('give those breaches that there were', async () => {
    const lines: string[] = [];
    for (const seed of SEEDS) lines.push(...(await faults(seed, engine)));
    expect(lines).toEqual([]);
  });
});
