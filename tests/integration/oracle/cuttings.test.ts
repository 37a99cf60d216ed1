import { describe, expect, it } from 'vitest';
import { cuttingsOf, isOneStay, sureRises } from '../../oracle/cuttings.ts';
import { analysed } from '../../oracle/engines/analysis.ts';
import { watched } from '../../oracle/engines/server.ts';
import { figures } from '../../oracle/figures.ts';
import { judge } from '../../oracle/judge.ts';
import { faultLine, seedsFrom } from '../../oracle/pairs.ts';
import { SAME_MS } from '../../oracle/told.ts';
import type { Engine } from '../../oracle/pairs.ts';

const SEEDS = seedsFrom(50_001, 25);

/**
 * What tells two cuttings of the same reports apart: a breach that one has and the other has not, or not at that moment. A server tells at
 * once what a request shows, and cannot wait for the next one to show how near they came in the same stay.
 */
const differences = async (seed: number, engine: Engine): Promise<readonly string[]> => {
  const cuttings = Object.entries(cuttingsOf(seed));
  const told = await Promise.all(
    cuttings.map(async ([name, situation]) => ({ name, situation, rises: sureRises(await engine(situation)) })),
  );
  return told.flatMap(({ name, situation, rises }) =>
    told.flatMap(({ name: other, rises: others }) =>
      rises
        .filter(
          (rise) =>
            !others.some(
              (one) =>
                one.rule === rise.rule &&
                one.level === rise.level &&
                (Math.abs(one.at_ms - rise.at_ms) <= SAME_MS ||
                  (engine === watched && isOneStay(situation, rise, one.at_ms, rise.at_ms))),
            ),
        )
        .map(
          ({ rule, level, at_ms }) =>
            `seed ${seed}: ${rule} ${level} at ${new Date(at_ms).toISOString()} is told ${name} and not ${other}`,
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
