import type { OrderId } from '../../../shared/domain/ids.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Evaluation, OrderRules } from '../../../shared/domain/rules/types.ts';
import type { MeasureWait } from '../metrics/waits.ts';

/** Something that a device reports and that may not be lost; `isKnown` where it is on disk already. */
export type Reported = {
  /** The same again, while it waits for the disk, says nothing new. */
  readonly what: string;
  readonly orders: readonly Order[];
  readonly by: (rules: OrderRules, order: Order) => Evaluation;
  readonly isKnown: boolean;
  readonly onDisk: () => void;
};

/** What devices reported and is not on disk under all of its orders: nobody may press a second time. */
export type ReportedWaiting = {
  readonly has: (what: string) => boolean;
  readonly add: (reported: Reported) => void;
  /** The record holds it under this order now. */
  readonly stored: (what: string, order: OrderId) => void;
  /** It could not be recorded under this order, and is to be raised there again. */
  readonly undone: (what: string, order: OrderId) => void;
  /** What is to be raised again, with the orders under which; each is given once. */
  readonly takeUndone: () => readonly (readonly [Reported, readonly Order[]])[];
  /** The store has refused it: it is owed from now on. */
  readonly owed: (what: string) => void;
};

type Waiting = {
  readonly reported: Reported;
  readonly missing: Set<OrderId>;
  readonly undone: Set<OrderId>;
  endWait: (() => void) | null;
};

export const createReportedWaiting = (measureOwed: MeasureWait): ReportedWaiting => {
  const waiting = new Map<string, Waiting>();
  return {
    has: (what) => waiting.has(what),
    add: (reported) => {
      const missing = new Set(reported.orders.map(({ id }) => id));
      waiting.set(reported.what, { reported, missing, undone: new Set(), endWait: null });
    },
    stored: (what, order) => {
      const one = waiting.get(what);
      if (one === undefined || !one.missing.delete(order) || one.missing.size > 0) return;
      waiting.delete(what);
      one.endWait?.();
      one.reported.onDisk();
    },
    undone: (what, order) => void waiting.get(what)?.undone.add(order),
    takeUndone: () =>
      [...waiting.values()].flatMap(({ reported, undone }) => {
        if (undone.size === 0) return [];
        const orders = reported.orders.filter(({ id }) => undone.has(id));
        undone.clear();
        return [[reported, orders] as const];
      }),
    owed: (what) => {
      const one = waiting.get(what);
      if (one !== undefined) one.endWait ??= measureOwed();
    },
  };
};
