import type { SoundOff } from '../../shared/api/sound.ts';
import type { Clock } from './clock.ts';

/** How often pages are asked whether an alarm would be heard on them. */
export const ASK_SOUND_EVERY_MS = 2000;

/** A page that has not answered for so long has closed, crashed or frozen: nothing sounds on it. */
const ANSWERS_WITHIN_MS = 3 * ASK_SOUND_EVERY_MS;

/** More pages than anybody opens. */
const PAGES_LIMIT = 16;

/** Whether an alarm would be heard at this console: on one of its pages at least. */
export type PageSounds = {
  /** A page says why no alarm would be heard on it; null where it would. */
  readonly told: (page: string, off: SoundOff | null) => void;
  /** Somebody has signed in or out: until a page has answered in time, nothing is held against this console. */
  readonly begin: () => void;
  readonly canSound: () => boolean;
};

type Told = { readonly off: SoundOff | null; readonly at_ms: number };

/** `isMuted`: the shell lets no page sound. */
export const createPageSounds = (clock: Clock, isMuted: () => boolean): PageSounds => {
  const pages = new Map<string, Told>();
  let begun_ms = clock.now();
  const isFresh = (at_ms: number): boolean => Math.abs(clock.now() - at_ms) < ANSWERS_WITHIN_MS;
  return {
    told: (page, off) => {
      for (const [other, { at_ms }] of pages) if (!isFresh(at_ms)) pages.delete(other);
      if (pages.has(page) || pages.size < PAGES_LIMIT) pages.set(page, { off, at_ms: clock.now() });
    },
    begin: () => {
      begun_ms = clock.now();
    },
    canSound: () => {
      if (isMuted()) return false;
      const heard = [...pages.values()].filter(({ at_ms }) => isFresh(at_ms));
      return heard.length === 0 ? isFresh(begun_ms) : heard.some(({ off }) => off === null);
    },
  };
};
