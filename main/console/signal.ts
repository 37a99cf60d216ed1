/** Lets a part tell what happened before whoever acts on it is there: all parts are made first, and connected then. */
export type Signal<T> = {
  readonly tell: (value: T) => void;
  readonly hear: (listener: (value: T) => void) => void;
};

export const createSignal = <T>(): Signal<T> => {
  const listeners: ((value: T) => void)[] = [];
  return {
    tell: (value) => {
      for (const listener of listeners) listener(value);
    },
    hear: (listener) => {
      listeners.push(listener);
    },
  };
};
