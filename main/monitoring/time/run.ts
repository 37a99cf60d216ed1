import type { Mode } from '../../../shared/domain/operators.ts';
import { createVirtualClock, everyInterval, wallClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { createPacer } from './pacer.ts';
import type { Pacer } from './pacer.ts';

const TICK_MS = 1000;

/** A server's time: the wall's, or an exercise's own, which a trainer paces. */
export type ServerTime = {
  readonly clock: Clock;
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

export const createServerTime = (mode: Mode, scenario: Played, seed: number): ServerTime => {
  if (mode === 'live') {
    const run = (step: (now_ms: number) => void): Running => ({
      pacer: null,
      stop: everyInterval(TICK_MS, () => step(wallClock.now())),
    });
    return { clock: wallClock, start_ms: wallClock.now(), run };
  }
  const clock = createVirtualClock(scenario.start_ms);
  const { name, start_ms, duration_s } = scenario;
  return {
    clock,
    start_ms,
    run: (step) => {
      const pacer = createPacer({ clock, start_ms, scenario: name, seed, duration_s, step });
      return { pacer, stop: pacer.stop };
    },
  };
};
