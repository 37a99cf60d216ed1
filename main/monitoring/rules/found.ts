import type { OrderId } from '../../../shared/domain/ids.ts';
import type { MeasureWait } from '../metrics/waits.ts';
import type { AlertChange, Heard, OrderRules } from '../../../shared/domain/rules/types.ts';

/** What the rules found of one order and the record does not hold yet. */
export type Found = {
  readonly order: OrderId;
  /** Memory of the rules before the first of it. */
  readonly before: OrderRules;
  /** What it was found on. */
  readonly heard: readonly Heard[];
  readonly changes: readonly AlertChange[];
};

/**
 * Keeps what was found until it is on disk, with the id and the time that it was found with. The rules go on from it meanwhile: found anew
 * from what is left of the tracks, it would be later, or nothing at all.
 */
export type FoundChanges = {
  readonly add: (found: Found) => void;
  /** Everything that waits, by order in the order in which it was first found. */
  readonly all: () => readonly Found[];
  readonly remove: (order: OrderId) => void;
};

export const createFoundChanges = (measureWait: MeasureWait): FoundChanges => {
  const waiting = new Map<OrderId, Found>();
  const waits = new Map<OrderId, () => void>();
  return {
    add: (found) => {
      const earlier = waiting.get(found.order);
      if (earlier === undefined) waits.set(found.order, measureWait());
      waiting.set(
        found.order,
        earlier === undefined
          ? found
          : {
              order: found.order,
              before: earlier.before,
              heard: [...earlier.heard, ...found.heard],
              changes: [...earlier.changes, ...found.changes],
            },
      );
    },
    all: () => [...waiting.values()],
    remove: (order) => {
      waiting.delete(order);
      waits.get(order)?.();
      waits.delete(order);
    },
  };
};
