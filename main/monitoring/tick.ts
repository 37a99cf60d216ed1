import type { OrderId } from '../../shared/domain/ids.ts';
import type { World } from '../../shared/domain/incidents/state.ts';
import type { Commitments } from './incidents/commitments.ts';
import type { Distances } from './incidents/distances.ts';
import type { PositionRoom } from './incidents/positions.ts';
import type { Batch } from './incidents/record.ts';
import type { Intake } from './ingest/intake.ts';
import type { Engine } from './rules/engine.ts';
import type { Register } from './rules/register.ts';
import type { Store } from './store/store.ts';
import type { Tracks } from './tracks/tracks.ts';

/** Orders looked at in one piece of a tick: some 20 ms of work where there is news of all of them. */
export const ORDERS_AT_ONCE = 50;
/** Incidents whose positions are sealed, and people whose last fix is, cost that much less than an order with news. */
const INCIDENTS_AN_ORDER = 2;
const LAST_FIXES_AN_ORDER = 8;

const cut = <T>(all: readonly T[], most: number): readonly (readonly T[])[] => {
  const parts: (readonly T[])[] = [];
  for (let from = 0; from < all.length; from += most) parts.push(all.slice(from, from + most));
  return parts;
};

/**
 * What the server does once a second, in pieces of so many orders: each is looked at, written and told by itself, so that thousands that
 * fall silent together hold up nobody. In one piece, all of it is one write.
 */
export const createTick = (given: {
  readonly register: Register;
  readonly engine: Engine;
  readonly distances: Distances;
  readonly commitments: Commitments;
  readonly room: PositionRoom;
  readonly intake: Intake;
  readonly tracks: Tracks;
  readonly store: Store;
  readonly world: () => World;
  readonly now: () => number;
  /** Store work that may fail without stopping the clock: what waits is written on the next tick. */
  readonly attempt: (work: () => void) => void;
  readonly onStoreFailure: (thrown: unknown) => void;
}): ((most: number) => Generator<void, void>) => {
  const { register, engine, distances, commitments, room, intake, now, attempt } = given;
  const orders = [...register.orders.values()];

  /** Neither may take along what the rules have found. */
  const follow = (batch: Batch, of: readonly OrderId[], now_ms: number): void => {
    const incidents = of.flatMap((order) => batch.world().byOrder.get(order) ?? []);
    for (const part of [() => distances.log(batch, incidents, now_ms), () => commitments.commitDue(batch, incidents)]) {
      const thrown = batch.attempt(part);
      if (thrown !== null) given.onStoreFailure(thrown);
    }
  };
  /** Orders of incidents that outlived them: they are in no setup any more. */
  const strays = (): readonly OrderId[] => [...given.world().byOrder.keys()].filter((id) => !register.orders.has(id));

  return function* tick(most) {
    const parts = orders.length === 0 ? [orders] : cut(orders, most);
    for (const [index, part] of parts.entries()) {
      const now_ms = now();
      const isLast = index === parts.length - 1;
      const ids = [...part.map(({ id }) => id), ...(isLast ? strays() : [])];
      engine.tick({ orders: part, isFirst: index === 0, isLast }, now_ms, (batch) => follow(batch, ids, now_ms));
      yield;
    }
    for (const incidents of cut(room.unwritten(), most * INCIDENTS_AN_ORDER)) {
      attempt(() => room.flush(incidents));
      yield;
    }
    attempt(given.store.finishDestruction);
    for (const people of cut(intake.lastFixesDue(false), most * LAST_FIXES_AN_ORDER)) {
      attempt(() => intake.keepLastFixes(people));
      yield;
    }
    given.tracks.expire(now());
  };
};
