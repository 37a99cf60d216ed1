import type { OrderId } from '../../../shared/domain/ids.ts';
import { noRules } from '../../../shared/domain/rules/types.ts';
import type { AlertChange, Evaluation, Heard, OrderRules } from '../../../shared/domain/rules/types.ts';

/** One pass over some orders: steps their rules without touching the memory, so that one that fails can be dropped whole. */
export type Round = {
  readonly step: (order: OrderId, by: (rules: OrderRules) => Evaluation) => void;
  readonly rules: (order: OrderId) => OrderRules;
  /** Notes what an order is evaluated on. */
  readonly heard: (order: OrderId, heard: readonly Heard[]) => void;
  readonly heardOf: (order: OrderId) => readonly Heard[];
  /** Orders that were evaluated and not left out. */
  readonly orders: () => Iterable<OrderId>;
  readonly changes: () => ReadonlyMap<OrderId, readonly AlertChange[]>;
  readonly changesOf: (order: OrderId) => readonly AlertChange[];
  /** Forgets what was found of one order, so that the next pass finds it again. */
  readonly leaveOut: (order: OrderId) => void;
  readonly isLeftOut: (order: OrderId) => boolean;
  readonly commit: () => void;
};

export const createRound = (memory: Map<OrderId, OrderRules>): Round => {
  const stepped = new Map<OrderId, OrderRules>();
  const heardBy = new Map<OrderId, readonly Heard[]>();
  const leftOut = new Set<OrderId>();
  const changes = new Map<OrderId, readonly AlertChange[]>();
  const rules = (order: OrderId): OrderRules => stepped.get(order) ?? memory.get(order) ?? noRules;
  const changesOf = (order: OrderId): readonly AlertChange[] => changes.get(order) ?? [];
  return {
    rules,
    heard: (order, heard) => void heardBy.set(order, heard),
    heardOf: (order) => heardBy.get(order) ?? [],
    orders: () => heardBy.keys(),
    changes: () => changes,
    changesOf,
    isLeftOut: (order) => leftOut.has(order),
    leaveOut: (order) => {
      leftOut.add(order);
      stepped.delete(order);
      heardBy.delete(order);
      changes.delete(order);
    },
    step: (order, by) => {
      const before = rules(order);
      const done = by(before);
      if (done.rules !== before) stepped.set(order, done.rules);
      if (done.changes.length > 0) changes.set(order, [...changesOf(order), ...done.changes]);
    },
    commit: () => {
      for (const [order, next] of stepped) memory.set(order, next);
    },
  };
};
