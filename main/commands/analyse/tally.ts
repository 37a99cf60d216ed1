import type { Joined } from '../../monitoring/tracks/tracks.ts';

/** What became of the fixes: `read` = `used` + `held` + all that were refused. */
export type FixCounts = {
  readonly read: number;
  /** Joined a track. */
  readonly used: number;
  /** Held back and never believed. */
  readonly held: number;
  readonly refused: Readonly<Record<string, number>>;
};

export type Tally = {
  readonly refuse: (reason: string) => void;
  readonly joined: (joined: Joined) => void;
  readonly counts: () => FixCounts;
};

/** Counts fixes. */
export const createTally = (): Tally => {
  let [read, used, holding] = [0, 0, 0];
  const refused = new Map<string, number>();
  const refuse: Tally['refuse'] = (reason) => {
    read += 1;
    refused.set(reason, (refused.get(reason) ?? 0) + 1);
  };
  return {
    refuse,
    joined: ({ heard, refused: reason }) => {
      if (reason !== null) {
        refuse(reason);
        return;
      }
      read += 1;
      const taken = heard.filter(({ as }) => as !== 'held').length;
      used += taken;
      // One read, so many taken: a fix that was held comes out with the next, or not at all.
      holding += 1 - taken;
    },
    counts: () => ({
      read,
      used,
      held: holding,
      refused: Object.fromEntries([...refused].toSorted(([a], [b]) => a.localeCompare(b))),
    }),
  };
};
