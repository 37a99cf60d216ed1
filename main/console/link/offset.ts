const WINDOW = 8;

/** A jump of the server's clock larger than this is a change of time (training speed, pause), not network delay. */
const JUMP_MS = 250;

/**
 * Estimates server clock minus console clock from one-way messages. Delay only ever makes a sample too small, so the
 * largest of the last few is nearest to the truth.
 */
export const createOffset = (): { readonly add: (serverTime_ms: number, now_ms: number) => number } => {
  let samples: readonly number[] = [];
  return {
    add: (serverTime_ms, now_ms) => {
      const latest = serverTime_ms - now_ms;
      const best = samples.length === 0 ? latest : Math.max(...samples);
      samples = Math.abs(latest - best) > JUMP_MS ? [latest] : [...samples, latest].slice(-WINDOW);
      return Math.max(...samples);
    },
  };
};
