import type { Frames } from '../../renderer/stores/arrivals.ts';

/** A page that nobody sees: what arrives is applied at once. */
export const hiddenPage: Frames = {
  next: () => () => undefined,
  isHidden: () => true,
  onHidden: () => () => undefined,
};

/** A page that is drawn when the test says so. */
export const fakeFrames = () => {
  const callbacks = new Set<() => void>();
  const listeners = new Set<() => void>();
  let hidden = false;
  const frames: Frames = {
    next: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    isHidden: () => hidden,
    onHidden: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    frames,
    /** Draws a picture, as far as one was asked for. */
    draw: (): void => {
      const due = [...callbacks];
      callbacks.clear();
      for (const callback of due) callback();
    },
    hide: (): void => {
      hidden = true;
      for (const listener of listeners) listener();
    },
    show: (): void => {
      hidden = false;
    },
  };
};
