import type { EpochMs, IncidentId, OrderId, Seq } from '../../../shared/domain/ids.ts';
import type { Entry, EntryDraft } from '../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import { accessLines } from '../leases/access.ts';
import { foldLeases, noLeases } from '../leases/state.ts';
import type { LeaseWorld } from '../leases/state.ts';
import type { Store } from '../store/store.ts';
import { withoutSettledAlerts } from './settled.ts';

/** Entries on their way to disk, folded as they are added, so that the next step of the same batch sees them. */
export type Batch = {
  readonly world: () => World;
  readonly leases: () => LeaseWorld;
  readonly add: (drafts: readonly EntryDraft[]) => readonly Entry[];
  /** Further work on the store that belongs to the same transaction. */
  readonly alongside: (work: () => void) => void;
};

/** The record: what is on disk and, folded, in memory; the second never runs ahead of the first. */
export type Record = {
  readonly world: () => World;
  readonly leases: () => LeaseWorld;
  /**
   * Lets `work` add entries, lets every settler add what follows from them, writes all in one transaction and only then makes them
   * visible. Throws, with nothing changed, when the store fails. Returns the entries of `work` itself.
   */
  readonly write: (work: (batch: Batch) => void) => readonly Entry[];
  readonly since: (seq: number, limit: number) => readonly Entry[];
  /** The incident an entry on disk belongs to; null for none, or where there is no such entry. */
  readonly incidentOf: (seq: Seq) => IncidentId | null;
  readonly onEntries: (listener: (entries: readonly Entry[]) => void) => () => void;
};

type Settler = (batch: Batch) => void;

const lastSeq = (world: World): number => world.head;

export const createRecord = (given: {
  readonly store: Store;
  readonly now: () => EpochMs;
  readonly orderOf: (id: OrderId) => Order | undefined;
  /** Run after the work of every batch, in order: leases, deletion of positions. */
  readonly settlers: readonly Settler[];
}): Record => {
  const { store, now, orderOf } = given;
  const history = store.record.all();
  let world = foldEntries(emptyWorld, history);
  let leases = foldLeases(noLeases, history, orderOf);
  const listeners = new Set<(entries: readonly Entry[]) => void>();

  const write: Record['write'] = (work) => {
    const added: Entry[] = [];
    const effects: (() => void)[] = [];
    let nextWorld = world;
    let nextLeases = leases;
    const batch: Batch = {
      world: () => nextWorld,
      leases: () => nextLeases,
      alongside: (effect) => effects.push(effect),
      add: (drafts) => {
        const recordedAt_ms = now();
        const base = lastSeq(nextWorld);
        // Numbers are given out here and nowhere else: one after the other, so there can be no gap.
        const entries = drafts.map((draft, index): Entry => ({
          seq: (base + index + 1) as Seq,
          recordedAt_ms,
          ...draft,
        }));
        nextWorld = foldEntries(nextWorld, entries);
        nextLeases = foldLeases(nextLeases, entries, orderOf);
        added.push(...entries);
        return entries;
      },
    };
    work(batch);
    const own = added.length;
    for (const settle of given.settlers) settle(batch);
    if (added.length === 0 && effects.length === 0) return [];
    store.transaction(() => {
      store.record.insert(added);
      store.access.append(accessLines(added, leases));
      for (const effect of effects) effect();
    });
    world = withoutSettledAlerts(nextWorld, added);
    leases = nextLeases;
    if (added.length > 0) for (const listener of listeners) listener(added);
    return added.slice(0, own);
  };

  return {
    world: () => world,
    leases: () => leases,
    write,
    since: (seq, limit) => store.record.since(seq, limit),
    incidentOf: (seq) => store.record.since(seq - 1, 1)[0]?.incidentId ?? null,
    onEntries: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
