import { useEffect, useMemo, useSyncExternalStore } from 'react';

/** Whether an operator points at the queue, or has just pressed a key: then its rows keep their places. */
export type Still = {
  readonly enter: () => void;
  readonly leave: () => void;
  readonly press: () => void;
  readonly isPointedAt: () => boolean;
  readonly isKeyed: () => boolean;
  readonly subscribe: (listener: () => void) => () => void;
  readonly stop: () => void;
};

/** `keyFor_ms`: how long a key keeps the rows in their places. */
export const createStill = (keyFor_ms: number): Still => {
  let isPointedAt = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const point = (next: boolean): void => {
    if (next === isPointedAt) return;
    isPointedAt = next;
    tell();
  };
  return {
    enter: () => point(true),
    leave: () => point(false),
    press: () => {
      const wasKeyed = timer !== null;
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => {
        timer = null;
        tell();
      }, keyFor_ms);
      if (!wasKeyed) tell();
    },
    isPointedAt: () => isPointedAt,
    isKeyed: () => timer !== null,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
};

/** Keys of the whole window count, wherever the focus is; only those pressed since the queue is shown. */
export const useStill = (keyFor_ms: number) => {
  const still = useMemo(() => createStill(keyFor_ms), [keyFor_ms]);
  useEffect(() => {
    window.addEventListener('keydown', still.press, { capture: true });
    return () => {
      window.removeEventListener('keydown', still.press, { capture: true });
      still.stop();
    };
  }, [still]);
  return {
    enter: still.enter,
    leave: still.leave,
    isPointedAt: useSyncExternalStore(still.subscribe, still.isPointedAt),
    isKeyed: useSyncExternalStore(still.subscribe, still.isKeyed),
  };
};
