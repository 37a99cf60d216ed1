/** What was refused since the start, by reason. Shown on /health; never with what was in it. */
export type Counters = {
  readonly count: (reason: string) => void;
  readonly refused: () => Readonly<Record<string, number>>;
};

export const createCounters = (): Counters => {
  const byReason = new Map<string, number>();
  return {
    count: (reason) => {
      byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
    },
    refused: () => Object.fromEntries([...byReason].toSorted(([a], [b]) => a.localeCompare(b))),
  };
};
