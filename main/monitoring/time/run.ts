import type { Mode } from '../../../shared/domain/operators.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { createVirtualClock } from './clock.ts';
import type { Clock, Every } from './clock.ts';
import { createJudgedClock } from './judgedClock.ts';
import type { JudgedClock } from './judgedClock.ts';
import { createPacer } from './pacer.ts';
import type { Pacer } from './pacer.ts';
import type { TimeSource } from '../../files/systemTime.ts';

const TICK_MS = 1000;

/** A server's time: the machine's, judged, or an exercise's own, which a trainer paces. */
export type ServerTime = {
  readonly clock: Clock;
  /** Null in an exercise: its time is what the trainer makes it. */
  readonly judged: JudgedClock | null;
  readonly start_ms: number;
  /** Takes a step with every second that passes. */
  readonly run: (step: (now_ms: number) => void) => Running;
};

type Running = {
  /** Null on a live server. */
  readonly pacer: Pacer | null;
  readonly stop: () => void;
};

type Played = { readonly name: string; readonly start_ms: number; readonly duration_s: number };

export const createServerTime = (given: {
  readonly mode: Mode;
  readonly scenario: Played;
  readonly seed: number;
  readonly source: TimeSource;
  readonly every: Every;
  readonly policy: Policy;
}): ServerTime => {
  const { mode, scenario, seed, source, every, policy } = given;
  if (mode === 'live') {
    const judged = createJudgedClock(source, policy.clock);
    const run = (step: (now_ms: number) => void): Running => ({
      pacer: null,
      stop: every(TICK_MS, () => {
        judged.look();
        step(judged.now());
      }),
    });
    return { clock: judged, judged, start_ms: judged.now(), run };
  }
  const clock = createVirtualClock(scenario.start_ms);
  const { name, start_ms, duration_s } = scenario;
  const { elapsed_ms } = source;
  return {
    clock,
    judged: null,
    start_ms,
    run: (step) => {
      const pacer = createPacer({ clock, elapsed_ms, start_ms, scenario: name, seed, duration_s, step });
      return { pacer, stop: pacer.stop };
    },
  };
};
