import type { OrderId } from '../../../shared/domain/ids.ts';
import { noRules } from '../../../shared/domain/rules/types.ts';
import type { AlertChange, Evaluation, OrderRules } from '../../../shared/domain/rules/types.ts';

export type OrderChange = { readonly order: OrderId; readonly change: AlertChange };

/**
 * One pass over some orders: steps their rules without touching the memory, so that it can be dropped whole when the record
 * could not be written, and the next pass raises again what this one found.
 */
export type Round = {
  readonly step: (order: OrderId, by: (rules: OrderRules) => Evaluation) => void;
  readonly rules: (order: OrderId) => OrderRules;
  readonly changes: readonly OrderChange[];
  readonly commit: () => void;
};

export const createRound = (memory: Map<OrderId, OrderRules>): Round => {
  const stepped = new Map<OrderId, OrderRules>();
  const changes: OrderChange[] = [];
  const rules = (order: OrderId): OrderRules => stepped.get(order) ?? memory.get(order) ?? noRules;
  return {
    rules,
    changes,
    step: (order, by) => {
      const before = rules(order);
      const done = by(before);
      if (done.rules !== before) stepped.set(order, done.rules);
      for (const change of done.changes) changes.push({ order, change });
    },
    commit: () => {
      for (const [order, next] of stepped) memory.set(order, next);
    },
  };
};
