/** Numbers between 0 and 1 from a seed, always the same (mulberry32). */
export const chanceFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** One number of a normal distribution of mean 0 and deviation 1 (Box & Muller 1958). */
const normal = (chance: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());

/**
 * Errors of one receiver, fix after fix, metres east and north: of the given accuracy (radius of 68 %), drifting away over `drift_s` (a
 * first-order Gauss–Markov process), or each for itself where that is 0.
 */
export const noiseOf = (
  chance: () => number,
  accuracy_m: number,
  drift_s: number,
  every_s: number,
): (() => readonly [east_m: number, north_m: number]) => {
  const axis_m = accuracy_m / Math.sqrt(-2 * Math.log(0.32));
  const kept = drift_s === 0 ? 0 : Math.exp(-every_s / drift_s);
  let error: readonly [number, number] = [normal(chance) * axis_m, normal(chance) * axis_m];
  return () => {
    const fresh = (): number => normal(chance) * axis_m * Math.sqrt(1 - kept * kept);
    error = [error[0] * kept + fresh(), error[1] * kept + fresh()];
    return error;
  };
};
