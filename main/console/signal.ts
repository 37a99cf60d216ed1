import { callEach } from './emitter.ts';

/** Lets a part tell what happened before whoever acts on it is there: all parts are made first, and connected then. */
export type Signal<T> = {
  readonly tell: (value: T) => void;
  readonly hear: (listener: (value: T) => void) => void;
};

/** `onFailure` is told of what a listener throws: whoever tells goes on, and the next thing told is heard. */
export const createSignal = <T>(onFailure: (thrown: unknown) => void): Signal<T> => {
  const listeners: ((value: T) => void)[] = [];
  return {
    tell: (value) => callEach(listeners, value, onFailure),
    hear: (listener) => {
      listeners.push(listener);
    },
  };
};
