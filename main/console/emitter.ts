import type { ApiEventName, ApiEventPayload } from '../../shared/api/contract.ts';

/** Hears every event of the console process, whatever its name: what a shell forwards to its windows. */
export type AnyEventListener = <K extends ApiEventName>(name: K, payload: ApiEventPayload<K>) => void;

export type Emitter = {
  readonly emit: AnyEventListener;
  /** Returns what takes the listener off again. */
  readonly onAny: (listener: AnyEventListener) => () => void;
};

/** Fan-out of console events to the shells' windows. */
export const createEmitter = (): Emitter => {
  const listeners = new Set<AnyEventListener>();
  return {
    emit: (name, payload) => {
      for (const listener of listeners) listener(name, payload);
    },
    onAny: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
