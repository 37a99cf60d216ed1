import type { Timers } from '../clock.ts';

/** The server signs with each heartbeat what it has recorded: a head that is this late is not on its way. */
export const HEAD_LATE_MS = 5000;

/** Watches that a signed head follows what the record says. */
export type Owed = {
  /** So many entries are held, and so many are covered by the last head that held. */
  readonly look: (held: number, covered: number) => void;
  /** Entries that no head covered in time; null while none is late. */
  readonly late: () => number | null;
  readonly drop: () => void;
};

export const createOwed = (timers: Timers, onLate: () => void): Owed => {
  let owed: number | null = null;
  let isLate = false;
  let cancel: () => void = () => undefined;
  const drop = (): void => {
    cancel();
    owed = null;
    isLate = false;
  };
  return {
    look: (held, covered) => {
      // The time runs from the first entry that waits: more of them must not put it off.
      if (owed !== null && covered < owed) return;
      drop();
      if (held <= covered) return;
      owed = held;
      cancel = timers.after(HEAD_LATE_MS, () => {
        isLate = true;
        onLate();
      });
    },
    late: () => (isLate ? owed : null),
    drop,
  };
};
