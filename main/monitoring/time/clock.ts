/** Where "now" comes from: wall time live, virtual time in training and headless runs. Milliseconds since 1970. */
export type Clock = { readonly now: () => number };

/** A clock that moves only when it is told to, and never backwards. */
export type VirtualClock = Clock & { readonly set: (now_ms: number) => void };

export const createVirtualClock = (start_ms: number): VirtualClock => {
  let now_ms = start_ms;
  return {
    now: () => now_ms,
    set: (to_ms) => {
      now_ms = Math.max(now_ms, to_ms);
    },
  };
};

/** Repeats something until it is told to stop. */
export type Every = (every_ms: number, work: () => void) => () => void;

export const everyInterval: Every = (every_ms, work) => {
  const timer = setInterval(work, every_ms);
  return () => clearInterval(timer);
};
