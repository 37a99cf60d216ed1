import type { Electron, Window } from './facade.ts';
import { PAGE_URL } from './origin.ts';
import { nextZoom, onScreen } from './windowPlaces.ts';
import type { WindowPlaces, ZoomStep } from './windowPlaces.ts';

/** Pauses before a page that crashes again and again is loaded once more: an alarm console is never given up. */
const BACKOFF_MS = [0, 1000, 2000, 5000] as const;

/** A page that ran this long was sound: the next crash is mended at once again. */
const GOOD_RUN_MS = 30_000;

type WindowsOptions = {
  readonly electron: Pick<Electron, 'openWindow' | 'screens' | 'onScreensChanged'>;
  readonly preload: string;
  readonly icon: string | null;
  readonly places: WindowPlaces;
  /** A page has broken down and is loaded again. `reason` is Chromium's word for it: crashed, oom, killed … */
  readonly onCrashed: (reason: string) => void;
};

export type Windows = {
  readonly open: () => void;
  readonly shown: () => readonly Window[];
  /** To the front, out of the task bar, with the keyboard. */
  readonly bringUp: () => void;
  /** Draws every window larger or smaller, one step. */
  readonly zoom: (step: ZoomStep) => void;
  /** Called for each window before its page is loaded. */
  readonly onOpened: (listener: (window: Window) => void) => void;
  /** One of the windows has lost the keyboard. */
  readonly onBlur: (listener: () => void) => void;
};

/** The console's windows: any number over one link, each on the same page, each mended by itself. */
export const createWindows = ({ electron, preload, icon, places, onCrashed }: WindowsOptions): Windows => {
  /** By the place each has: the first free one is taken by the next window. */
  const windows = new Map<number, Window>();
  const opened: ((window: Window) => void)[] = [];
  const blurred: (() => void)[] = [];
  const isOpen = (window: Window): boolean => [...windows.values()].includes(window);

  const mendCrashes = (window: Window): void => {
    let crashes = 0;
    let loadedAt_ms = performance.now();
    window.onPageGone((reason) => {
      crashes = performance.now() - loadedAt_ms > GOOD_RUN_MS ? 0 : crashes;
      const delay_ms = BACKOFF_MS[Math.min(crashes, BACKOFF_MS.length - 1)] ?? 0;
      crashes += 1;
      setTimeout(() => {
        if (!isOpen(window)) return; // closed meanwhile
        loadedAt_ms = performance.now();
        onCrashed(reason);
        window.load(PAGE_URL);
      }, delay_ms);
    });
  };

  const zoom = (step: ZoomStep): void => {
    places.setZoom(nextZoom(places.zoom(), step));
    for (const window of windows.values()) window.setZoom(places.zoom());
  };

  electron.onScreensChanged(() => {
    for (const window of windows.values()) {
      const { bounds } = window.place();
      const there = onScreen(window.place(), electron.screens()).bounds;
      if (
        there.x !== bounds.x ||
        there.y !== bounds.y ||
        there.width !== bounds.width ||
        there.height !== bounds.height
      )
        window.moveTo(there);
    }
  });

  return {
    shown: () => [...windows.values()],
    open: () => {
      let index = 0;
      while (windows.has(index)) index += 1;
      const place = onScreen(places.place(index), electron.screens());
      const window = electron.openWindow({ title: '지킴 Jikim', preload, icon, place });
      windows.set(index, window);
      window.onReadyToShow(window.show);
      window.onPlaced(() => places.keep(index, window.place()));
      window.onLoaded(() => window.setZoom(places.zoom()));
      window.onZoomAsked(zoom);
      window.onBlur(() => blurred.forEach((listener) => listener()));
      window.onClosed(() => {
        windows.delete(index);
        places.flush();
      });
      mendCrashes(window);
      for (const listener of opened) listener(window);
      window.load(PAGE_URL);
    },
    bringUp: () => {
      for (const window of windows.values()) {
        window.show();
        window.focus();
      }
    },
    zoom,
    onOpened: (listener) => void opened.push(listener),
    onBlur: (listener) => void blurred.push(listener),
  };
};
