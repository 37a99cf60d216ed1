import type { Electron, Window } from './facade.ts';
import { PAGE_URL } from './origin.ts';

/** Pauses before a page that crashes again and again is loaded once more: an alarm console is never given up. */
const BACKOFF_MS = [0, 1000, 2000, 5000] as const;

/** A page that ran this long was sound: the next crash is mended at once again. */
const GOOD_RUN_MS = 30_000;

type WindowsOptions = {
  readonly electron: Electron;
  readonly preload: string;
  readonly icon: string | null;
  /** A page has broken down and is loaded again. `reason` is Chromium's word for it: crashed, oom, killed … */
  readonly onCrashed: (reason: string) => void;
};

export type Windows = {
  readonly open: () => void;
  readonly shown: () => readonly Window[];
  /** To the front, out of the task bar, with the keyboard. */
  readonly bringUp: () => void;
};

/** The console's windows: any number over one link, each on the same page, each mended by itself. */
export const createWindows = ({ electron, preload, icon, onCrashed }: WindowsOptions): Windows => {
  let windows: readonly Window[] = [];

  const mendCrashes = (window: Window): void => {
    let crashes = 0;
    let loadedAt_ms = performance.now();
    window.onPageGone((reason) => {
      crashes = performance.now() - loadedAt_ms > GOOD_RUN_MS ? 0 : crashes;
      const delay_ms = BACKOFF_MS[Math.min(crashes, BACKOFF_MS.length - 1)] ?? 0;
      crashes += 1;
      setTimeout(() => {
        if (!windows.includes(window)) return; // closed meanwhile
        loadedAt_ms = performance.now();
        onCrashed(reason);
        window.load(PAGE_URL);
      }, delay_ms);
    });
  };

  return {
    shown: () => windows,
    open: () => {
      const window = electron.openWindow({ title: '지킴 Jikim', preload, icon });
      windows = [...windows, window];
      window.onReadyToShow(window.show);
      window.onClosed(() => {
        windows = windows.filter((other) => other !== window);
      });
      mendCrashes(window);
      window.load(PAGE_URL);
    },
    bringUp: () => {
      for (const window of windows) {
        window.show();
        window.focus();
      }
    },
  };
};
