import type { ApiEventName, ApiEventPayload } from '../../shared/api/contract.ts';

/** Hears every event of the console process, whatever its name: what a shell forwards to its windows. */
export type AnyEventListener = <K extends ApiEventName>(name: K, payload: ApiEventPayload<K>) => void;

export type Emitter = {
  readonly emit: AnyEventListener;
  /** Returns what takes the listener off again. */
  readonly onAny: (listener: AnyEventListener) => () => void;
};

/** Calls all of them, whoever fails; `onFailure` is told of each that does. */
export const callEach = <T>(
  listeners: Iterable<(value: T) => void>,
  value: T,
  onFailure: (thrown: unknown) => void,
): void => {
  for (const listener of listeners) {
    try {
      listener(value);
    } catch (thrown) {
      onFailure(thrown);
    }
  }
};

/** Fan-out of console events to the shells' windows, the alarms and the lock: one that fails keeps no event from the others. */
export const createEmitter = (onFailure: (name: ApiEventName, thrown: unknown) => void): Emitter => {
  const listeners = new Set<AnyEventListener>();
  return {
    emit: (name, payload) => {
      for (const listener of listeners) {
        try {
          listener(name, payload);
        } catch (thrown) {
          onFailure(name, thrown);
        }
      }
    },
    onAny: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
