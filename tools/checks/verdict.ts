/** What a check found; empty means it holds. Each problem is one line a reader can act on. */
export type Problems = readonly string[];

/** A check that runs inside this process. */
export type Check = () => Problems | Promise<Problems>;
