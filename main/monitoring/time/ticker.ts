import { setImmediate } from 'node:timers/promises';

/** Runs a tick piece by piece, and lets everything else have its turn in between. */
export type Ticker = {
  /** Begins a tick, and does its first piece. While another is under way it is passed over: that one looks at the same a moment later. */
  readonly start: () => void;
  /** Resolves when no tick is under way. */
  readonly idle: () => Promise<void>;
  /** Does no further piece. */
  readonly stop: () => Promise<void>;
};

/** `onFailure` is told of a tick that broke off: the next one begins anew. */
export const createTicker = (
  tickInPieces: () => Iterator<void, void>,
  onFailure: (thrown: unknown) => void,
): Ticker => {
  let underWay: Promise<void> | null = null;
  let isStopped = false;
  const run = async (): Promise<void> => {
    try {
      const pieces = tickInPieces();
      while (!isStopped && pieces.next().done !== true) await setImmediate();
    } catch (thrown) {
      onFailure(thrown);
    }
    underWay = null;
  };
  const idle = async (): Promise<void> => {
    await underWay;
  };
  return {
    start: () => {
      underWay ??= run();
    },
    idle,
    stop: () => {
      isStopped = true;
      return idle();
    },
  };
};

/** For a clock that stands still meanwhile: a tick is done when it has begun. */
export const wholeTicker = (tick: () => void): Ticker => ({
  start: tick,
  idle: () => Promise.resolve(),
  stop: () => Promise.resolve(),
});
