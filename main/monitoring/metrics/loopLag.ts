import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late the event loop came to what was due: while it is late, no button is heard. */
export type LoopLag = { readonly median_s: number; readonly p99_s: number; readonly longest_s: number };

const EVERY_MS = 20;
/** Figures are of the last one to two windows, so that whoever reads them once a minute misses no block, and reading changes nothing. */
const WINDOW_MS = 60_000;
const NS_PER_MS = 1e6;

/** What is measured is the time between two looks; the lag is what that is longer than it should be. */
const lag_s = (between_ns: number): number => Math.max(0, Math.round(between_ns - EVERY_MS * NS_PER_MS)) / 1e9;

/** Measures the event loop's lag from now on. */
export const measureLoopLag = (): { readonly read: () => LoopLag; readonly stop: () => void } => {
  const looks = monitorEventLoopDelay({ resolution: EVERY_MS });
  const inThisWindow = (): LoopLag => ({
    median_s: lag_s(looks.percentile(50)),
    p99_s: lag_s(looks.percentile(99)),
    longest_s: lag_s(looks.max),
  });
  let windowBefore: LoopLag = { median_s: 0, p99_s: 0, longest_s: 0 };
  const turn = setInterval(() => {
    windowBefore = inThisWindow();
    looks.reset();
  }, WINDOW_MS);
  turn.unref();
  looks.enable();
  return {
    read: () => {
      const now = inThisWindow();
      return {
        median_s: Math.max(now.median_s, windowBefore.median_s),
        p99_s: Math.max(now.p99_s, windowBefore.p99_s),
        longest_s: Math.max(now.longest_s, windowBefore.longest_s),
      };
    },
    stop: () => {
      clearInterval(turn);
      looks.disable();
    },
  };
};
