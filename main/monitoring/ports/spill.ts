import type { AccessLine } from './commit.ts';

/**
 * What is wrong with the spill file. `unreserved`: there was no room for it at the start; `torn`: some of what an earlier server left in it
 * does not open; `full`: more waits than it holds; `unwritten`: the last write failed and is tried again.
 */
export type SpillTrouble = 'unreserved' | 'torn' | 'full' | 'unwritten';

/** Keeps lines of the access log that wait for the record, where a killed server leaves them for the next. */
export type AccessSpill = {
  /** What an earlier server left, in the order in which it was kept. */
  readonly left: readonly AccessLine[];
  /** Returns at once: a disk that hangs holds nobody up. What does not get there is told by `look`, and waits in memory all the same. */
  readonly keep: (lines: readonly AccessLine[]) => void;
  /** Everything kept and left is on the access log: nothing of it stays. */
  readonly wipe: () => void;
  /** Tries again what could not be written, and says what is wrong. */
  readonly look: () => SpillTrouble | null;
  readonly close: () => Promise<void>;
};

/** For a store in memory, which ends with its process. */
export const noSpill: AccessSpill = {
  left: [],
  keep: () => undefined,
  wipe: () => undefined,
  look: () => null,
  close: () => Promise.resolve(),
};
