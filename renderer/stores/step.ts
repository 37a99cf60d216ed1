import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

/** What tells the listeners of the stores that the step running now has changed; null while no step runs. */
let due: Set<() => void> | null = null;

/** Runs a part of a step by itself: a bug in it must be seen, and must not keep the alarm behind it off the screen. */
export const attempt = (part: () => void): void => {
  try {
    part();
  } catch (thrown) {
    queueMicrotask(() => {
      throw thrown;
    });
  }
};

/**
 * Changes any number of stores in one step. Listeners hear of it when all of it is done, and once for each store, so that nobody reads
 * one store as it is after the step and another as it was before.
 */
export const inOneStep = (change: () => void): void => {
  if (due !== null) return change(); // a part of the step that runs already
  const changed = new Set<() => void>();
  due = changed;
  try {
    change();
  } finally {
    due = null;
    for (const tell of changed) tell(); // none of them throws
  }
};

type Listener<T> = Parameters<StoreApi<T>['subscribe']>[0];

/** A store whose listeners wait for the end of the step that changes it. Outside of a step they hear of each change at once. */
export const createStepStore = <T>(initial: T): StoreApi<T> => {
  const store = createStore<T>(() => initial);
  const listeners = new Set<Listener<T>>();
  /** As the listeners know it. */
  let told = initial;
  const tell = (): void => {
    const [state, before] = [store.getState(), told];
    told = state;
    if (Object.is(state, before)) return;
    for (const listener of listeners) attempt(() => listener(state, before));
  };
  store.subscribe(() => {
    if (due === null) tell();
    else due.add(tell);
  });
  return {
    ...store,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
