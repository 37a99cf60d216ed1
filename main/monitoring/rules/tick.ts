import type { IncidentId, OrderId } from '../../../shared/domain/ids.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Batch } from '../ports/incidentRecord.ts';
import type { Outcome } from '../ports/record.ts';
import type { Engine } from './engine.ts';

/** Orders looked at in one piece of a tick: some 20 ms of work where there is news of all of them. */
export const ORDERS_AT_ONCE = 50;
/** Incidents whose positions are sealed, and people whose last fix is, cost that much less than an order with news. */
export const INCIDENTS_AN_ORDER = 2;
export const LAST_FIXES_AN_ORDER = 8;

/** Tells what became of work that the store was given. */
type Done = (outcome: Outcome) => void;

/** Store work that follows the orders, in pieces that each cost about as much as `most` of those. */
type Piece = (done: Done) => void;
type Chore = (most: number) => Iterable<Piece>;

const cut = <T>(all: readonly T[], most: number): readonly (readonly T[])[] => {
  const parts: (readonly T[])[] = [];
  for (let from = 0; from < all.length; from += most) parts.push(all.slice(from, from + most));
  return parts;
};

/** Work on whatever is due, some at a time: so many of it cost as much as one order. */
export const inPieces = <T>(
  due: () => readonly T[],
  work: (some: readonly T[], done: Done) => void,
  anOrder: number,
): Chore =>
  function* pieces(most) {
    for (const some of cut(due(), most * anOrder)) yield (done) => work(some, done);
  };

export const atOnce =
  (work: (done: Done) => void): Chore =>
  () => [work];

/** Counts the writes that wait for the disk, of each part of a tick and each chore. */
const createPending = () => {
  const pending = new Map<object, number>();
  return {
    has: (key: object): boolean => (pending.get(key) ?? 0) > 0,
    begin: (key: object): (() => void) => {
      pending.set(key, (pending.get(key) ?? 0) + 1);
      let isOver = false;
      return () => {
        if (!isOver) pending.set(key, (pending.get(key) ?? 0) - 1);
        isOver = true;
      };
    },
  };
};

/**
 * What happens once a second, in pieces of so many orders: each is looked at, written and told by itself, so that thousands that fall
 * silent together hold up nobody. In one piece, all of it is one write. Orders are looked at whatever the disk does; what else a tick writes
 * is left to a later one while what an earlier one wrote still waits, so that a slow disk never has ever more before it.
 */
export const createTick = (given: {
  readonly orders: readonly Order[];
  readonly incidentsOf: (order: OrderId) => Iterable<IncidentId>;
  /** Orders of incidents that outlived them: they are in no register any more. */
  readonly strays: () => readonly OrderId[];
  readonly now: () => number;
  /** Looks whether the record takes what waits for it. */
  readonly look: () => void;
  readonly engine: Pick<Engine, 'tick'>;
  /**
   * Added to the batch of a piece one by one, for the incidents of its orders. None of them may take along what the rules have found, and no
   * incident another.
   */
  readonly inBatch: readonly {
    readonly name: string;
    readonly add: (batch: Batch, incidents: readonly IncidentId[], now_ms: number) => void;
  }[];
  /** What is left undone by one of them is tried again with the next tick. */
  readonly afterwards: readonly { readonly name: string; readonly chore: Chore }[];
  /** Forgets what is too old to be kept. */
  readonly expire: (now_ms: number) => void;
  readonly onStoreFailure: (thrown: unknown) => void;
  readonly bulkhead: Bulkhead;
}): ((most: number) => Generator<void, void>) => {
  const { orders, engine, now, bulkhead } = given;
  const pending = createPending();
  const partsBy = new Map<number, readonly (readonly Order[])[]>();
  /** The same parts with every tick: each has its own write that may still wait. */
  const partsOf = (most: number): readonly (readonly Order[])[] => {
    const parts = partsBy.get(most) ?? (orders.length === 0 ? [orders] : cut(orders, most));
    partsBy.set(most, parts);
    return parts;
  };

  const addTo = (batch: Batch, incidents: readonly IncidentId[]): void => {
    for (const { name, add } of given.inBatch) {
      const together = batch.attempt(() => add(batch, incidents, now()));
      if (together === null) continue;
      if (incidents.length === 0) bulkhead.report('incidents', name, together);
      // One of them fails: each by itself, so that the others have theirs.
      for (const id of incidents) {
        const thrown = batch.attempt(() => add(batch, [id], now()));
        bulkhead.report('incidents', `${name} ${id}`, thrown);
      }
    }
  };

  return function* tick(most) {
    bulkhead.run('rules', 'look', given.look);
    const parts = partsOf(most);
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1;
      const ids = [...part.map(({ id }) => id), ...(isLast ? given.strays() : [])];
      // Those that run now: what this tick raises has its turn with the next one, however many commits it takes to be written.
      const incidents = ids.flatMap((order) => [...given.incidentsOf(order)]);
      const also = pending.has(part) ? null : (batch: Batch): void => addTo(batch, incidents);
      const done = also === null ? (): void => undefined : pending.begin(part);
      const isDone = bulkhead.run('rules', `piece ${index}`, () =>
        engine.tick({ orders: part, isFirst: index === 0, isLast }, now(), also, done),
      );
      if (!isDone) done();
      yield;
    }
    for (const { name, chore } of given.afterwards) {
      if (pending.has(chore)) continue;
      let pieces: readonly Piece[] = [];
      bulkhead.run('upkeep', name, () => {
        pieces = [...chore(most)];
      });
      for (const piece of pieces) {
        const done = pending.begin(chore);
        const isBegun = bulkhead.run('upkeep', `piece of ${name}`, () =>
          piece((outcome) => {
            done();
            if (!outcome.ok) given.onStoreFailure(outcome.error);
          }),
        );
        if (!isBegun) done();
        yield;
      }
    }
    given.expire(now());
  };
};
