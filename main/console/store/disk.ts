import type { Clock } from '../clock.ts';
import type { OutboxStore } from './outbox.ts';

/** Whether this console's disk takes what must be kept. The first write that fails begins it, the next that works ends it. */
export type DiskWatch = {
  readonly worked: () => void;
  readonly failed: () => void;
  /** Console clock; null while it works. */
  readonly failingSince_ms: () => number | null;
};

export const createDiskWatch = (clock: Clock, onChange: () => void): DiskWatch => {
  let since_ms: number | null = null;
  const become = (next: number | null): void => {
    if ((since_ms === null) === (next === null)) return;
    since_ms = next;
    onChange();
  };
  return {
    worked: () => become(null),
    failed: () => become(clock.now()),
    failingSince_ms: () => since_ms,
  };
};

/** The outbox, with every write watched. What fails is still thrown. */
export const watchedOutbox = (store: OutboxStore, disk: DiskWatch): OutboxStore => {
  const watched =
    <A extends readonly unknown[]>(write: (...args: A) => void) =>
    (...args: A): void => {
      try {
        write(...args);
      } catch (thrown) {
        disk.failed();
        throw thrown;
      }
      disk.worked();
    };
  return {
    of: store.of,
    notOf: store.notOf,
    has: store.has,
    add: watched(store.add),
    replace: watched(store.replace),
    refuse: watched(store.refuse),
    remove: watched(store.remove),
  };
};
