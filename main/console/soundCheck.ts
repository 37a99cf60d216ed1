import type { SoundCheck } from '../../shared/api/sound.ts';

/** Whether the operator signed in has heard the test tone. */
export type SoundCheckKeeper = {
  /** Null until they have answered. */
  readonly state: () => SoundCheck | null;
  readonly answer: (heard: boolean) => void;
  /** They are signed out: the next one is asked anew. */
  readonly forget: () => void;
};

/** Kept here and not in the page, so that a reload, a crash or a second window asks nobody twice in a shift. */
export const createSoundCheck = (now: () => number, onChange: (state: SoundCheck | null) => void): SoundCheckKeeper => {
  let state: SoundCheck | null = null;
  const set = (next: SoundCheck | null): void => {
    if (next === state) return;
    state = next;
    onChange(state);
  };
  return {
    state: () => state,
    answer: (heard) => set({ heard, at_ms: now() }),
    forget: () => set(null),
  };
};
