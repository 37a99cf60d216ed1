import type { PersonId } from '../../../shared/domain/ids.ts';

/** Remembers which presses of the button are on disk, so that one that a phone sends again is not counted as another. */
export type Presses = {
  /** The press went to disk then. One without a stamp is never the same as another. */
  readonly note: (person: PersonId, stamp: string | null, onDisk_ms: number) => void;
  /** True for a press that went to disk less than the window ago, by the server's clock: a phone's may stand still. */
  readonly isRepeat: (person: PersonId, stamp: string | null, now_ms: number) => boolean;
};

export const createPresses = (window_s: number): Presses => {
  /** Oldest first, and never longer than the window. */
  const noted = new Map<string, number>();
  const keyOf = (person: PersonId, stamp: string): string => `${person} ${stamp}`;
  const isOver = (at_ms: number, now_ms: number): boolean => now_ms - at_ms > window_s * 1000;
  return {
    note: (person, stamp, onDisk_ms) => {
      if (stamp === null) return;
      for (const [key, noted_ms] of noted) {
        if (!isOver(noted_ms, onDisk_ms)) break;
        noted.delete(key);
      }
      noted.delete(keyOf(person, stamp)); // to the end of the order
      noted.set(keyOf(person, stamp), onDisk_ms);
    },
    isRepeat: (person, stamp, now_ms) => {
      const noted_ms = stamp === null ? undefined : noted.get(keyOf(person, stamp));
      return noted_ms !== undefined && !isOver(noted_ms, now_ms);
    },
  };
};
