import { chance as chanceOf } from '../../main/monitoring/simulator/random.ts';
import type { Fault } from './faults/fault.ts';

/**
 * How long a run is, and between which times something may be broken in it: afterwards it has time to recover. It ends between two seconds, so
 * that what the server wrote at the last one has come to the desks.
 */
export const LASTS_MS = 200_700;
const FIRST_FAULT_MS = 20_000;
const LAST_FAULT_ENDS_MS = 130_000;
const SHORTEST_MS = 1000;
const FAULTS_AT_MOST = 4;

export type Planned = { readonly fault: Fault; readonly from_ms: number; readonly to_ms: number };

/** What is broken in the run of a seed, and when: up to four things, each once, whatever else is broken at the same time. */
export const planOf = (seed: number, faults: readonly Fault[]): readonly Planned[] => {
  const chance = chanceOf(seed, 'faults');
  const left = [...faults];
  const count = Math.min(left.length, 1 + Math.floor(chance.unit() * FAULTS_AT_MOST));
  return Array.from({ length: count }, () => left.splice(Math.floor(chance.unit() * left.length), 1))
    .flat()
    .map((fault) => {
      const from_ms = Math.round(chance.between(FIRST_FAULT_MS, LAST_FAULT_ENDS_MS - SHORTEST_MS));
      const lasts_ms = Math.round(chance.between(...fault.lasts_s) * 1000);
      return { fault, from_ms, to_ms: Math.min(from_ms + lasts_ms, LAST_FAULT_ENDS_MS) };
    })
    .toSorted((a, b) => a.from_ms - b.from_ms);
};
