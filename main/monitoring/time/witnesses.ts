import type { Policy } from '../../../shared/domain/policy.ts';

/** Delays of one device's messages: time passed at receipt minus the time the message is of. Only their differences mean anything. */
type Heard = {
  /** Least delay of the span that began at `from_ms`, and of the one before it. */
  from_ms: number;
  least_ms: number;
  before_ms: number;
  /** When the least delay last fell by more than noise: what hands in a queue comes nearer to the present with every message. */
  fellAt_ms: number;
  lastAt_ms: number;
  last_ms: number;
};

/** What the devices say together. */
export type Verdict = {
  /** Devices heard, and the median of their least delays; null where there are fewer than the policy asks for. */
  readonly all_ms: number | null;
  /** The same of those whose delay has settled: they deliver the present, and hand in no queue. */
  readonly settled_ms: number | null;
};

/** Keeps one vote a device: the least delay it had lately, since a way that is slow or cut off only ever makes a delay longer. */
export type Witnesses = {
  readonly heard: (device: string, delay_ms: number, elapsed_ms: number) => void;
  readonly verdict: (elapsed_ms: number) => Verdict;
  /** Forgets everything that was heard: the time that has passed since is not known. */
  readonly clear: () => void;
};

/** A delay that falls by less is the noise of the way. */
const FALL_MS = 1000;

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? 0;
  const lower = sorted[(sorted.length - 1) >> 1] ?? 0;
  return (lower + upper) / 2;
};

export const createWitnesses = (policy: Policy['clock']): Witnesses => {
  const heard = new Map<string, Heard>();
  const span_ms = (policy.least_s * 1000) / 2;
  const heardWithin_ms = policy.heardWithin_s * 1000;
  const settled_ms = policy.settledAfter_s * 1000;

  /** The least of the last one to two spans; of a device that reports more seldom, its last. */
  const voteOf = (one: Heard, elapsed_ms: number): number =>
    elapsed_ms - one.from_ms < 2 * span_ms ? Math.min(one.least_ms, one.before_ms) : one.last_ms;

  const note = (device: string, delay_ms: number, elapsed_ms: number): void => {
    const one = heard.get(device);
    if (one === undefined) {
      heard.set(device, {
        from_ms: elapsed_ms,
        least_ms: delay_ms,
        before_ms: Number.POSITIVE_INFINITY,
        fellAt_ms: elapsed_ms,
        lastAt_ms: elapsed_ms,
        last_ms: delay_ms,
      });
      return;
    }
    if (delay_ms < voteOf(one, elapsed_ms) - FALL_MS) one.fellAt_ms = elapsed_ms;
    if (elapsed_ms - one.from_ms >= span_ms) {
      const isNext = elapsed_ms - one.from_ms < 2 * span_ms;
      one.before_ms = isNext ? one.least_ms : Number.POSITIVE_INFINITY;
      one.from_ms = isNext ? one.from_ms + span_ms : elapsed_ms;
      one.least_ms = delay_ms;
    } else one.least_ms = Math.min(one.least_ms, delay_ms);
    one.lastAt_ms = elapsed_ms;
    one.last_ms = delay_ms;
  };

  const medianOf = (votes: readonly number[]): number | null => (votes.length < policy.devices ? null : median(votes));

  return {
    heard: note,
    verdict: (elapsed_ms) => {
      const all: number[] = [];
      const settled: number[] = [];
      for (const [device, one] of heard) {
        if (elapsed_ms - one.lastAt_ms > heardWithin_ms) {
          heard.delete(device);
          continue;
        }
        const vote = voteOf(one, elapsed_ms);
        all.push(vote);
        if (one.lastAt_ms - one.fellAt_ms >= settled_ms) settled.push(vote);
      }
      return { all_ms: medianOf(all), settled_ms: medianOf(settled) };
    },
    clear: () => heard.clear(),
  };
};
