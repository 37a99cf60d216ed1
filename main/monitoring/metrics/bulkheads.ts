import type { ConsoleId } from '../../../shared/domain/ids.ts';
import type { Impairment, ServerPart } from '../../../shared/protocol/impairments.ts';
import type { Log } from '../../files/log.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Counters } from './counters.ts';

/** What fails without being tried again, a message of a device that was poison, is told for so long. */
const TOLD_AT_LEAST_MS = 60_000;

/** More than can fail at once without being one fault; what goes beyond is counted and logged all the same. */
const MOST_FAILING = 1000;

type Failing = {
  readonly part: ServerPart;
  /** Null: it concerns every desk. */
  readonly desk: ConsoleId | null;
  readonly since_ms: number;
  last_ms: number;
};

/** What fails on this server now, kept apart from what does not. */
export type Bulkheads = Bulkhead & {
  /** The same for what is done for one desk: no other is told. */
  readonly forDesk: (desk: ConsoleId) => Bulkhead;
  /** What fails for a desk now, each part once, longest failing first. */
  readonly failingFor: (desk: ConsoleId) => readonly Impairment[];
  /** How many of each part fail now. */
  readonly failing: () => Readonly<Partial<Record<ServerPart, number>>>;
  /** Told whenever something begins to fail. */
  readonly onFailing: (listener: () => void) => void;
  /** Forgets what has not failed again for long enough. */
  readonly expire: () => void;
};

const wasThrown = (thrown: unknown): unknown => thrown ?? new Error('something was thrown');

export const createBulkheads = (given: {
  readonly now: () => number;
  /** Milliseconds on a clock that never jumps. */
  readonly elapsed_ms: () => number;
  readonly counters: Pick<Counters, 'count'>;
  readonly log: Pick<Log, 'error'>;
}): Bulkheads => {
  const failing = new Map<string, Failing>();
  let tell: () => void = () => undefined;

  const reportFor =
    (desk: ConsoleId | null): Bulkhead['report'] =>
    (part, of, thrown) => {
      if (thrown === null && failing.size === 0) return;
      const key = `${desk ?? ''} ${part} ${of}`;
      if (thrown === null) {
        failing.delete(key);
        return;
      }
      given.counters.count(`failed-${part}`);
      // Only names of errors go into the log: their texts may tell of people.
      given.log.error({ part, error: thrown instanceof Error ? thrown.name : 'unknown' }, 'a part failed');
      const last_ms = given.elapsed_ms();
      const known = failing.get(key);
      if (known !== undefined) {
        known.last_ms = last_ms;
        return;
      }
      if (failing.size >= MOST_FAILING) return;
      failing.set(key, { part, desk, since_ms: given.now(), last_ms });
      tell();
    };
  const bulkheadFor = (desk: ConsoleId | null): Bulkhead => {
    const report = reportFor(desk);
    return {
      report,
      run: (part, of, work) => {
        let thrown: unknown = null;
        try {
          work();
        } catch (failure) {
          thrown = wasThrown(failure);
        }
        report(part, of, thrown);
        return thrown === null;
      },
    };
  };

  return {
    ...bulkheadFor(null),
    forDesk: bulkheadFor,
    failingFor: (desk) => {
      const since = new Map<ServerPart, number>();
      for (const one of failing.values()) {
        if (one.desk !== null && one.desk !== desk) continue;
        since.set(one.part, Math.min(one.since_ms, since.get(one.part) ?? one.since_ms));
      }
      return [...since].map(([part, since_ms]) => ({ part, since_ms })).toSorted((a, b) => a.since_ms - b.since_ms);
    },
    failing: () => {
      const counts: Partial<Record<ServerPart, number>> = {};
      for (const { part } of failing.values()) counts[part] = (counts[part] ?? 0) + 1;
      return counts;
    },
    onFailing: (listener) => {
      tell = listener;
    },
    expire: () => {
      for (const [key, { last_ms }] of failing)
        if (given.elapsed_ms() - last_ms >= TOLD_AT_LEAST_MS) failing.delete(key);
    },
  };
};
