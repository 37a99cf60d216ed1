import type { Electron } from '../facade.ts';

/**
 * No spell checker: turned off for a window only, Chromium still fetches its dictionaries from Google when it starts, which tells who runs
 * this where; and what is typed here is no text for a list of words kept on disk.
 */
export const guardSpellCheck = (electron: Electron): void => electron.disableSpellCheck();
