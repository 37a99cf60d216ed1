import { systemTime } from '../files/systemTime.ts';

/** Time and timers as handed in, so that tests need not wait for them. */
export type Clock = {
  /** This machine's time, epoch ms; anybody may set it. */
  readonly now: () => number;
  /** Milliseconds on a clock that never jumps, from some moment on. */
  readonly elapsed_ms: () => number;
};

const { wall_ms, elapsed_ms } = systemTime();
/** The machine's own clocks. */
export const systemClock: Clock = { now: wall_ms, elapsed_ms };

export type Timers = {
  /** Runs `action` once after `delay_ms`; the returned function cancels it. */
  readonly after: (delay_ms: number, action: () => void) => () => void;
  /** Runs `action` every `period_ms`; the returned function stops it. */
  readonly every: (period_ms: number, action: () => void) => () => void;
};

/** The process's own timers. */
export const systemTimers: Timers = {
  after: (delay_ms, action) => {
    const timer = setTimeout(action, delay_ms);
    return () => clearTimeout(timer);
  },
  every: (period_ms, action) => {
    const timer = setInterval(action, period_ms);
    return () => clearInterval(timer);
  },
};
