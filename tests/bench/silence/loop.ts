import { setImmediate as turn } from 'node:timers/promises';

/** Watches over the event loop: how long it was kept from everything else at a time. */
export type LoopWatch = {
  /** Longest time between two turns since the watch began, ms. */
  readonly longest_ms: () => number;
  /** The same in processor time of this thread: without waiting for the disk, and without what else runs on the machine. */
  readonly longestWork_ms: () => number;
  readonly stop: () => void;
};

const worked_ms = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};

export const watchLoop = (): LoopWatch => {
  let last = { at_ms: performance.now(), worked_ms: worked_ms() };
  const longest = { at_ms: 0, worked_ms: 0 };
  const next = (): void => {
    const now = { at_ms: performance.now(), worked_ms: worked_ms() };
    longest.at_ms = Math.max(longest.at_ms, now.at_ms - last.at_ms);
    longest.worked_ms = Math.max(longest.worked_ms, now.worked_ms - last.worked_ms);
    last = now;
    handle = setImmediate(next);
  };
  let handle = setImmediate(next);
  return {
    longest_ms: () => longest.at_ms,
    longestWork_ms: () => longest.worked_ms,
    stop: () => clearImmediate(handle),
  };
};

/** Runs work, then gives the loop its turn. @returns how long the work took, ms, the turns of others in between included. */
export const timed = async (work: () => void | Promise<void>): Promise<number> => {
  const began_ms = performance.now();
  await work();
  const took_ms = performance.now() - began_ms;
  await turn();
  return took_ms;
};
