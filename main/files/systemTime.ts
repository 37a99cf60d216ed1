import { uptime } from 'node:os';

/** Where a server's time comes from. Nothing else of the server reads a clock of the system (`npm run check` holds that). */
export type TimeSource = {
  /** What the machine's clock says, epoch ms. It may be wrong, and be set. */
  readonly wall_ms: () => number;
  /** Milliseconds that have passed, on a clock that nobody sets. Where the system tells, the time for which the machine slept counts too. */
  readonly elapsed_ms: () => number;
};

const LOOK_EVERY_MS = 1000;
/** Less is the coarseness of the two readings. */
const SLEPT_AT_LEAST_MS = 2000;

/** The system's own clocks. Linux's monotonic clock stands still while the machine sleeps, its uptime does not. */
export const systemTime = (): TimeSource => {
  const countsSleep = process.platform !== 'linux';
  const apart_ms = (): number => uptime() * 1000 - performance.now();
  let slept_ms = 0;
  let looked_ms = performance.now();
  let lastApart_ms = countsSleep ? 0 : apart_ms();
  const lookForSleep = (awake_ms: number): void => {
    looked_ms = awake_ms;
    const now_ms = apart_ms();
    if (now_ms - lastApart_ms >= SLEPT_AT_LEAST_MS) slept_ms += now_ms - lastApart_ms;
    lastApart_ms = now_ms;
  };
  return {
    wall_ms: () => Date.now(),
    elapsed_ms: () => {
      const awake_ms = performance.now();
      if (!countsSleep && awake_ms - looked_ms >= LOOK_EVERY_MS) lookForSleep(awake_ms);
      return awake_ms + slept_ms;
    },
  };
};

/** A process's time: what the wall clock said when it was made, and what has passed since. No step of the wall clock changes it. */
export const steadyNow = ({ wall_ms, elapsed_ms }: TimeSource): (() => number) => {
  const base_ms = wall_ms() - elapsed_ms();
  return () => Math.round(base_ms + elapsed_ms());
};
