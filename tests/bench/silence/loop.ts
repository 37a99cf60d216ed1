import { setImmediate as turn } from 'node:timers/promises';

/** Watches over the event loop: how long it was kept from everything else at a time. */
export type LoopWatch = {
  /** Longest time between two turns since the watch began, ms. */
  readonly longest_ms: () => number;
  readonly stop: () => void;
};

export const watchLoop = (): LoopWatch => {
  let last_ms = performance.now();
  let longest_ms = 0;
  const next = (): void => {
    const now_ms = performance.now();
    longest_ms = Math.max(longest_ms, now_ms - last_ms);
    last_ms = now_ms;
    handle = setImmediate(next);
  };
  let handle = setImmediate(next);
  return { longest_ms: () => longest_ms, stop: () => clearImmediate(handle) };
};

/** Runs work, then gives the loop its turn. @returns how long the work took, ms, the turns of others in between included. */
export const timed = async (work: () => void | Promise<void>): Promise<number> => {
  const began_ms = performance.now();
  await work();
  const took_ms = performance.now() - began_ms;
  await turn();
  return took_ms;
};
