/** Counts what was refused, by reason. Nothing of the message itself is kept. */
export type Refused = {
  readonly count: (reason: string) => void;
  readonly total: () => number;
  readonly byReason: () => Readonly<Record<string, number>>;
};

export const createRefused = (onCount: (reason: string) => void): Refused => {
  const reasons = new Map<string, number>();
  let total = 0;
  return {
    count: (reason) => {
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      total += 1;
      onCount(reason);
    },
    total: () => total,
    byReason: () => Object.fromEntries(reasons),
  };
};
