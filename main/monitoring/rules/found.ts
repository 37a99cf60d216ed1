import type { OrderId } from '../../../shared/domain/ids.ts';
import type { MeasureWait } from '../metrics/waits.ts';
import { reached } from '../../files/stages.ts';
import type { AlertChange, Heard, OrderRules } from '../../../shared/domain/rules/types.ts';

/** What the rules found of one order and the record does not hold yet. */
export type Found = {
  readonly order: OrderId;
  /** Memory of the rules before the first of it. */
  readonly before: OrderRules;
  /** What it was found on: what was heard, and names of what devices reported, each with the changes that it led to. */
  readonly heard: readonly Heard[];
  readonly reported: readonly { readonly what: string; readonly changes: readonly AlertChange[] }[];
  readonly changes: readonly AlertChange[];
};

/**
 * Keeps what was found until it is on disk, with the id and the time that it was found with. The rules go on from it meanwhile: found anew
 * from what is left of the tracks, it would be later, or nothing at all.
 */
export type FoundChanges = {
  readonly add: (found: Found) => void;
  readonly isEmpty: () => boolean;
  /** Something was taken and is not settled. */
  readonly isTaken: () => boolean;
  /** Something of the order waits, or was taken and is not settled. */
  readonly has: (order: OrderId) => boolean;
  /**
   * Of what waits so many changes, those of whole orders, in the order in which they were first found; where that is not all of it, buttons
   * and the like before everything else. It is on its way to the disk now.
   */
  readonly take: (most: number) => readonly Found[];
  /** Of what was taken, this is on disk, or will never be. */
  readonly settled: (order: OrderId) => void;
  /** What was taken and is not settled waits again, before what was found since. */
  readonly putBack: () => void;
};

const joined = (earlier: Found, later: Found): Found => ({
  order: later.order,
  before: earlier.before,
  heard: [...earlier.heard, ...later.heard],
  reported: [...earlier.reported, ...later.reported],
  changes: [...earlier.changes, ...later.changes],
});

const isReported = ({ reported }: Found): boolean => reported.length > 0;

export const createFoundChanges = (measureWait: MeasureWait): FoundChanges => {
  let waiting = new Map<OrderId, Found>();
  let taken = new Map<OrderId, Found>();
  const waits = new Map<Found, () => void>();
  const endWait = (found: Found): void => {
    waits.get(found)?.();
    waits.delete(found);
  };
  /** Two are one now, which has waited since the earlier. */
  const join = (earlier: Found, later: Found): Found => {
    const both = joined(earlier, later);
    const end = waits.get(earlier);
    waits.delete(earlier);
    endWait(later);
    if (end !== undefined) waits.set(both, end);
    return both;
  };
  return {
    add: (found) => {
      reached('found', found.order);
      const earlier = waiting.get(found.order);
      if (earlier === undefined) waits.set(found, measureWait());
      waiting.set(found.order, earlier === undefined ? found : join(earlier, found));
    },
    isEmpty: () => waiting.size === 0,
    isTaken: () => taken.size > 0,
    has: (order) => waiting.has(order) || taken.has(order),
    take: (most) => {
      const all = [...waiting.values()];
      const total = all.reduce((sum, { changes }) => sum + changes.length, 0);
      const inTurn = total <= most ? all : all.toSorted((a, b) => Number(isReported(b)) - Number(isReported(a)));
      taken = new Map();
      let count = 0;
      for (const found of inTurn) {
        if (taken.size > 0 && count >= most) break;
        taken.set(found.order, found);
        waiting.delete(found.order);
        count += found.changes.length;
      }
      return [...taken.values()];
    },
    settled: (order) => {
      const found = taken.get(order);
      taken.delete(order);
      if (found !== undefined) endWait(found);
    },
    putBack: () => {
      const since = waiting;
      waiting = taken;
      taken = new Map();
      for (const [order, found] of since) {
        const earlier = waiting.get(order);
        waiting.set(order, earlier === undefined ? found : join(earlier, found));
      }
    },
  };
};
