import type { Timers } from '../clock.ts';

export type Watchdog = {
  /** A heartbeat came. */
  readonly feed: () => void;
  readonly stop: () => void;
};

/** Calls `onSilence` once when no heartbeat has come for `limit_ms`; the next heartbeat arms it again. */
export const createWatchdog = (limit_ms: number, timers: Timers, onSilence: () => void): Watchdog => {
  let cancel: () => void = () => undefined;
  return {
    feed: () => {
      cancel();
      cancel = timers.after(limit_ms, onSilence);
    },
    stop: () => cancel(),
  };
};
