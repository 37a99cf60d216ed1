import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { median, quantile, rounded } from '../result.ts';
import type { Row } from './painted.ts';

/** Which stage was reached, by what, and when: ms since 1970, to a fraction of a millisecond. */
const Mark = z.tuple([z.enum(['heard', 'found', 'stored', 'received']), z.string(), z.number()]);
export type Mark = z.infer<typeof Mark>;

/**
 * The parts of an alert's way, in order. Each ends where the next begins, so that the parts of one alert add up to its whole.
 * - door: posted → read, its token checked, handed to the core
 * - rules: → track, rules, hysteresis have found the rise
 * - commit: → on disk with what follows from it, the wait for the commit under way included
 * - wire: → in the console's process, read and checked against the protocol
 * - console: → over the console's socket into the page, its copy on disk
 * - page: → the row stands in the document
 * - paint: → painted
 */
const PARTS = ['door', 'rules', 'commit', 'wire', 'console', 'page', 'paint'] as const;

/** One alert: who made it, under which order, as which incident, and its ends. */
export type Way = {
  readonly person: string;
  readonly order: string;
  readonly incident: string;
  readonly sent_ms: number;
  readonly row: Row;
};

/** How long each part of one alert's way took, ms, in the order of `PARTS`. */
export type Parts = readonly number[];

/** The marks of all processes that wrote into a folder, by stage and whose they are, each oldest first. */
export const readMarks = (folder: string): readonly Mark[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => z.array(Mark).parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))))
    .toSorted(([, , a], [, , b]) => a - b);

/** @throws Error where a stage of an alert that was painted is missing: its processes were not watched. */
export const partsOf = (marks: readonly Mark[], ways: readonly Way[]): readonly Parts[] => {
  const times = new Map<string, number[]>();
  for (const [stage, of, at_ms] of marks) {
    const key = `${stage} ${of}`;
    const known = times.get(key);
    if (known === undefined) times.set(key, [at_ms]);
    else known.push(at_ms);
  }
  const first = (stage: Mark[0], of: string, since_ms: number): number => {
    const at_ms = times.get(`${stage} ${of}`)?.find((time) => time >= since_ms);
    if (at_ms === undefined) throw new Error(`an alert was painted of which no process said "${stage}"`);
    return at_ms;
  };
  return ways.map(({ person, order, incident, sent_ms, row }) => {
    const heard_ms = first('heard', person, sent_ms);
    const found_ms = first('found', order, heard_ms);
    const ends = [
      ...[sent_ms, heard_ms, found_ms, first('stored', incident, found_ms), first('received', incident, found_ms)],
      ...[row.arrived_ms, row.shown_ms, row.painted_ms],
    ];
    return PARTS.map((_, part) => (ends[part + 1] ?? Number.NaN) - (ends[part] ?? Number.NaN));
  });
};

/** Median, 99th percentile and mean of each part, ms; the means add up to the mean of the whole. */
export const partFigures = (all: readonly Parts[]): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries(
    PARTS.map((name, part) => {
      const took_ms = all.map((parts) => parts[part] ?? Number.NaN);
      const mean_ms = took_ms.reduce((sum, one) => sum + one, 0) / took_ms.length;
      return [`stage_${name}_ms_p50_p99_mean`, [median(took_ms), quantile(took_ms, 0.99), mean_ms].map(rounded)];
    }),
  );
