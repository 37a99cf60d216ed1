import type { Fix } from '../../../shared/domain/fixes.ts';
import type { OrderId, PersonId } from '../../../shared/domain/ids.ts';
import type { Order } from '../../../shared/domain/orders.ts';

type PersonFix = { readonly person: PersonId; readonly fix: Fix };

/** What was gathered of an order: where each was when something was found, and what has come since. */
type Gathered = { readonly lastKnown: readonly PersonFix[]; readonly since: readonly PersonFix[] };

/**
 * Fixes of an order's people from when the rules found something of it until that is on disk: while the disk is slow there is no incident yet
 * that they could be kept with, and what a track remembers does not tell when a late fix came.
 */
export type UntilRaised = {
  /** Something is being found of an order: its people's fixes are gathered from now on, beginning with where each is. */
  readonly begin: (order: Order) => void;
  readonly note: (order: OrderId, person: PersonId, fix: Fix) => void;
  /** What was gathered, which is let go of; null where nothing had been found. */
  readonly take: (order: OrderId) => Gathered | null;
};

/** `isAwaited`: something that was found of the order before is not on disk. */
export const createUntilRaised = (
  lastFixOf: (order: Order, person: PersonId) => Fix | null,
  isAwaited: (order: OrderId) => boolean,
): UntilRaised => {
  const gathered = new Map<OrderId, { readonly lastKnown: readonly PersonFix[]; readonly since: PersonFix[] }>();
  return {
    begin: (order) => {
      if (gathered.has(order.id) && isAwaited(order.id)) return;
      const lastKnown = [order.offender, ...order.victims].flatMap((person): readonly PersonFix[] => {
        const fix = lastFixOf(order, person);
        return fix === null ? [] : [{ person, fix }];
      });
      gathered.set(order.id, { lastKnown, since: [] });
    },
    note: (order, person, fix) => {
      const of = gathered.get(order);
      if (of === undefined) return;
      if (isAwaited(order)) of.since.push({ person, fix });
      else gathered.delete(order);
    },
    take: (order) => {
      const of = gathered.get(order);
      gathered.delete(order);
      return of ?? null;
    },
  };
};
