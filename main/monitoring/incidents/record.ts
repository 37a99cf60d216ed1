import type { EpochMs, IncidentId, OrderId, Seq } from '../../../shared/domain/ids.ts';
import type { Entry, EntryDraft } from '../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import { accessLines } from '../leases/access.ts';
import { foldLeases, noLeases } from '../../../shared/domain/incidents/leaseState.ts';
import type { Commit, CommitPart, RecordLine } from '../ports/commit.ts';
import type { Store } from '../store/sqlite/store.ts';
import type { Batch, IncidentRecord, Settler } from '../ports/incidentRecord.ts';
import { readHistory } from './history.ts';
import { createLog } from './log.ts';
import { recalled, withoutSettled, withRecalled } from './settled.ts';

/** Gives drafts their place in the record and among the entries of their incident. */
const numbered = (world: World, drafts: readonly EntryDraft[], recordedAt_ms: EpochMs): readonly Entry[] => {
  const counted = new Map<IncidentId, number>();
  const ordinalOf = (id: IncidentId): number => {
    const ordinal = (counted.get(id) ?? world.incidents.get(id)?.entries ?? 0) + 1;
    counted.set(id, ordinal);
    return ordinal;
  };
  return drafts.map((draft, index) => ({
    // Numbers are given out here and nowhere else: one after the other, so there can be no gap.
    seq: (world.head + index + 1) as Seq,
    recordedAt_ms,
    ...(draft.incidentId === null ? {} : { ordinal: ordinalOf(draft.incidentId) }),
    ...draft,
  }));
};

/** One commit of everything that a batch writes, each list in the order in which it was added. */
const commitOf = (lines: readonly RecordLine[], parts: readonly CommitPart[]): Partial<Commit> => ({
  lines,
  commands: parts.flatMap(({ commands }) => commands ?? []),
  access: parts.flatMap(({ access }) => access ?? []),
  seals: parts.flatMap(({ seals }) => seals ?? []),
  sealed: parts.flatMap(({ sealed }) => sealed ?? []),
  forgotten: parts.flatMap(({ forgotten }) => forgotten ?? []),
  isRestoreTold: parts.some(({ isRestoreTold }) => isRestoreTold),
});

export const createRecord = (given: {
  readonly store: Store;
  readonly now: () => EpochMs;
  readonly orderOf: (id: OrderId) => Order | undefined;
  /** Run after the work of every batch, in order: holds, commitments, deletion of positions, leases. */
  readonly settlers: readonly Settler[];
  /** Told where one of them fails: it is left out of the batch, whose own entries and the other settlers' are written. */
  readonly onSettlerFailure: (thrown: unknown) => void;
}): IncidentRecord => {
  const { store, now, orderOf } = given;
  let world = emptyWorld;
  let leases = noLeases;
  const history = readHistory(store, (entries) => {
    leases = foldLeases(leases, entries, orderOf);
    world = withoutSettled(
      foldEntries(world, entries),
      entries.map(({ incidentId }) => incidentId),
    );
  });
  const log = createLog({ store, now, ...history });
  const listeners = new Set<(entries: readonly Entry[]) => void>();
  const firsts: ((batch: Batch) => () => void)[] = [];

  const write: IncidentRecord['write'] = (work) => {
    const added: Entry[] = [];
    const lines: RecordLine[] = [];
    const parts: CommitPart[] = [];
    const touched = new Set<IncidentId>();
    let nextWorld = world;
    let nextLeases = leases;
    const batch: Batch = {
      world: () => nextWorld,
      leases: () => nextLeases,
      touched: () => touched,
      alongside: (part) => parts.push(part),
      recall: (id) => {
        const past = nextWorld.incidents.has(id) ? undefined : recalled(store.record.ofIncident(id));
        if (past === undefined) return;
        touched.add(id);
        nextWorld = withRecalled(nextWorld, past);
      },
      add: (drafts) => {
        const recordedAt_ms = now();
        const entries = numbered(nextWorld, drafts, recordedAt_ms);
        // What cannot be written is found out before anything is folded: it must not take others with it.
        const ready = entries.map(log.lineOf);
        const folded = foldEntries(nextWorld, entries);
        // Both or neither: a fold that throws leaves the batch as it was.
        nextLeases = foldLeases(nextLeases, entries, orderOf);
        nextWorld = folded;
        added.push(...entries);
        lines.push(...ready);
        for (const { incidentId } of entries) if (incidentId !== null) touched.add(incidentId);
        return entries;
      },
      attempt: (part) => {
        const before = { world: nextWorld, leases: nextLeases, added: added.length, parts: parts.length };
        try {
          part();
          return null;
        } catch (thrown) {
          nextWorld = before.world;
          nextLeases = before.leases;
          added.length = before.added;
          lines.length = before.added;
          parts.length = before.parts;
          return thrown ?? new Error('something was thrown');
        }
      },
    };
    const stored = firsts.map((add) => add(batch));
    const from = added.length;
    work(batch);
    const own = added.length;
    for (const settle of given.settlers) {
      const thrown = batch.attempt(() => settle(batch));
      if (thrown !== null) given.onSettlerFailure(thrown);
    }
    if (added.length === 0 && parts.length === 0) return [];
    store.commit(commitOf(lines, [{ access: accessLines(added, leases) }, ...parts]));
    if (lines.length > 0) log.grow(lines);
    world = withoutSettled(nextWorld, touched);
    leases = nextLeases;
    for (const tell of stored) tell();
    if (added.length > 0) for (const listener of listeners) listener(added);
    return added.slice(from, own);
  };

  return {
    world: () => world,
    incident: (id) => world.incidents.get(id) ?? recalled(store.record.ofIncident(id)),
    leases: () => leases,
    write,
    addFirst: (add) => void firsts.push(add),
    since: store.record.since,
    incidentOf: store.record.incidentOf,
    log,
    onEntries: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
