import { steadyNow, systemTime } from '../files/systemTime.ts';

/** Time and timers as handed in, so that tests need not wait for them. */
export type Clock = {
  /** This console's time, epoch ms. It never jumps, and is as wrong as the machine's clock was at the start: only the server's is right. */
  readonly now: () => number;
  /** Milliseconds that have passed, from some moment on, on a clock that never jumps. */
  readonly elapsed_ms: () => number;
  /** What the machine's clock says now, epoch ms: told to the server and compared with its time, and nothing else. Absent where there is none. */
  readonly wall_ms?: () => number;
};

const time = systemTime();

/** The machine's own clocks. */
export const systemClock: Clock = { now: steadyNow(time), elapsed_ms: time.elapsed_ms, wall_ms: time.wall_ms };

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

/** The same timers; what an action throws is told, and the others go on. */
export const guardedTimers = (timers: Timers, onFailure: (thrown: unknown) => void): Timers => {
  const guarded = (action: () => void) => (): void => {
    try {
      action();
    } catch (thrown) {
      onFailure(thrown);
    }
  };
  return {
    after: (delay_ms, action) => timers.after(delay_ms, guarded(action)),
    every: (period_ms, action) => timers.every(period_ms, guarded(action)),
  };
};
