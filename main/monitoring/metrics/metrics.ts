import { Counter, Gauge, Histogram, Registry } from '@prometheus-io/client';
import { ServerPart } from '../../../shared/protocol/impairments.ts';
import type { MeasureWait } from './waits.ts';
import type { RecordPort } from '../ports/record.ts';
import { measureLoopLag } from './loopLag.ts';

/** What waits for the disk: commands of desks, buttons and device events of one request, those that the store has refused, what the rules found. */
const QUEUES = ['commands', 'alarms', 'owed-alarms', 'found'] as const;
type Queue = (typeof QUEUES)[number];

/** From a write on a fast disk to one that hangs. */
const BUCKETS_S = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

type CommitTo = RecordPort['commit'];

/** What the server counts already. */
export type Counted = {
  /** Entries of the record. */
  readonly head: number;
  /** Refused since the start, by the server's own words for it. */
  readonly refused: Readonly<Record<string, number>>;
  /** Parts that fail now, and how many of each. */
  readonly failing: Readonly<Partial<Record<ServerPart, number>>>;
  /** Orders that cannot be watched over now. */
  readonly unwatched: number;
};

/**
 * Figures of the server itself, in the Prometheus text format. None tells of a person, an order or a place: labels are words of this
 * program, and there are no others.
 */
export type Metrics = {
  /** The same commit, timed. */
  readonly timed: (commit: CommitTo) => CommitTo;
  readonly waitIn: (queue: Queue) => MeasureWait;
  readonly text: (counted: Counted) => Promise<{ readonly type: string; readonly text: string }>;
  readonly stop: () => void;
};

export const createMetrics = (elapsed_ms: () => number): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const lagMedian = gauge('jikim_event_loop_lag_p50_seconds', 'Median lag of the event loop, last one to two minutes.');
  const lagP99 = gauge('jikim_event_loop_lag_p99_seconds', '99th percentile of the same.');
  const lagLongest = gauge('jikim_event_loop_lag_max_seconds', 'Longest block of the event loop in the same time.');
  const entries = gauge('jikim_record_entries', 'Entries of the record.');
  const commits = new Histogram({
    name: 'jikim_store_commit_seconds',
    help: 'Time from when a commit was handed to the store until it was answered.',
    labelNames: ['outcome'],
    buckets: BUCKETS_S,
    registers,
  });
  const oldest = new Gauge({
    name: 'jikim_queue_oldest_seconds',
    help: 'Age of the oldest thing that waits to be stored; 0 where nothing waits.',
    labelNames: ['queue'],
    registers,
  });
  const length = new Gauge({
    name: 'jikim_queue_length',
    help: 'How many things wait to be stored.',
    labelNames: ['queue'],
    registers,
  });
  const waits = new Histogram({
    name: 'jikim_queue_wait_seconds',
    help: 'Time from arrival until it was stored or refused; owed alarms and what the rules found: until it was stored.',
    labelNames: ['queue'],
    buckets: BUCKETS_S,
    registers,
  });
  const refused = new Counter({
    name: 'jikim_refused_total',
    help: 'What was refused or failed, by reason.',
    labelNames: ['reason'],
    registers,
  });
  const unwatched = gauge('jikim_orders_unwatched', 'Orders that cannot be watched over now.');
  const failing = new Gauge({
    name: 'jikim_parts_failing',
    help: 'What fails now, by part of the server.',
    labelNames: ['part'],
    registers,
  });
  for (const outcome of ['committed', 'failed']) commits.zero({ outcome });
  for (const queue of QUEUES) waits.zero({ queue });

  const lag = measureLoopLag();
  /** When each thing that waits began to, oldest first. */
  const waiting = new Map(QUEUES.map((queue) => [queue, new Set<{ readonly since_ms: number }>()]));
  const secondsSince = (since_ms: number): number => (elapsed_ms() - since_ms) / 1000;

  return {
    timed: (commit) => (change, done) => {
      const since_ms = elapsed_ms();
      commit(change, (outcome) => {
        commits.observe({ outcome: outcome.ok ? 'committed' : 'failed' }, secondsSince(since_ms));
        done(outcome);
      });
    },
    waitIn: (queue) => () => {
      const one = { since_ms: elapsed_ms() };
      const all = waiting.get(queue);
      all?.add(one);
      return () => {
        if (all?.delete(one) === true) waits.observe({ queue }, secondsSince(one.since_ms));
      };
    },
    text: async (counted) => {
      const { median_s, p99_s, longest_s } = lag.read();
      lagMedian.set(median_s);
      lagP99.set(p99_s);
      lagLongest.set(longest_s);
      entries.set(counted.head);
      for (const [queue, all] of waiting) {
        const [first] = all;
        oldest.set({ queue }, first === undefined ? 0 : secondsSince(first.since_ms));
        length.set({ queue }, all.size);
      }
      unwatched.set(counted.unwatched);
      for (const part of ServerPart.options) failing.set({ part }, counted.failing[part] ?? 0);
      refused.reset();
      for (const [reason, count] of Object.entries(counted.refused)) refused.inc({ reason }, count);
      return { type: registry.contentType, text: await registry.metrics() };
    },
    stop: lag.stop,
  };
};
