import type { EpochMs, IncidentId, OrderId, Seq } from '../../../shared/domain/ids.ts';
import type { Entry, EntryDraft } from '../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { foldLeases } from '../../../shared/domain/incidents/leaseState.ts';
import type { LeaseWorld } from '../../../shared/domain/incidents/leaseState.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import { accessLines } from '../leases/access.ts';
import type { CommitPart, RecordLine } from '../ports/commit.ts';
import type { Batch, BatchFate, Settler } from '../ports/incidentRecord.ts';
import type { RecordReads } from '../ports/record.ts';
import { fromStore } from '../store/refusal.ts';
import { recalled, withRecalled } from './settled.ts';

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

/** Those who add to a batch, in this order. */
export type Contributors = {
  /** Go first into every batch, and may have more than one batch takes. */
  readonly firsts: readonly { readonly add: (batch: Batch) => void; readonly hasMore: () => boolean }[];
  /** The next of those who wait to write, who has done so when this returns; false where nobody waits. */
  readonly runNext: (batch: Batch) => boolean;
  readonly settlers: readonly Settler[];
};

/** One batch as everybody has left it, ready for the disk. */
export type Gathered = {
  readonly entries: readonly Entry[];
  readonly lines: readonly RecordLine[];
  /** What goes with the lines into the same commit, lines of the access log for leases included. */
  readonly parts: readonly CommitPart[];
  /** What memory is, once this batch stands. */
  readonly world: World;
  readonly leases: LeaseWorld;
  readonly touched: ReadonlySet<IncidentId>;
  readonly tellers: readonly ((fate: BatchFate) => void)[];
  /** False where those who go first have more: nobody else was let in. */
  readonly isFirstDone: boolean;
};

/** With so many lines a batch is full, and who still waits has the next one: making lines of entries is the loop's work, some 30 µs each. */
export const LINES_AT_ONCE = 400;

/** Lets everybody add to one batch, on what memory is now. @throws what one of those who go first throws, with nothing added. */
export const gatherBatch = (
  given: {
    readonly store: Pick<RecordReads, 'record'>;
    readonly now: () => EpochMs;
    readonly orderOf: (id: OrderId) => Order | undefined;
    readonly lineOf: (entry: Entry) => RecordLine;
    /** Told where a settler fails: it is left out of the batch. */
    readonly onSettlerFailure: (thrown: unknown) => void;
    readonly seqsOf: Batch['seqsOf'];
  },
  memory: { readonly world: World; readonly leases: LeaseWorld },
  isProvisional: boolean,
  by: Contributors,
): Gathered => {
  const { store, orderOf } = given;
  const added: Entry[] = [];
  const lines: RecordLine[] = [];
  const parts: CommitPart[] = [];
  const tellers: ((fate: BatchFate) => void)[] = [];
  const touched = new Set<IncidentId>();
  let { world, leases } = memory;
  const batch: Batch = {
    isProvisional,
    world: () => world,
    leases: () => leases,
    touched: () => touched,
    alongside: (part) => parts.push(part),
    seqsOf: (command) => {
      const rows = parts.flatMap(({ commands }) => commands ?? []);
      return rows.find((row) => row.command === command)?.seqs ?? given.seqsOf(command);
    },
    afterwards: (tell) => tellers.push(tell),
    recall: (id) => {
      const past = world.incidents.has(id) ? undefined : recalled(fromStore(() => store.record.ofIncident(id)));
      if (past === undefined) return;
      touched.add(id);
      world = withRecalled(world, past);
    },
    add: (drafts) => {
      // Nothing is recorded before what was added ahead of it, whatever the clock says.
      const entries = numbered(world, drafts, Math.max(given.now(), added.at(-1)?.recordedAt_ms ?? 0));
      // What cannot be written is found out before anything is folded: it must not take others with it.
      const ready = entries.map(given.lineOf);
      const folded = foldEntries(world, entries);
      // Both or neither: a fold that throws leaves the batch as it was.
      leases = foldLeases(leases, entries, orderOf);
      world = folded;
      added.push(...entries);
      lines.push(...ready);
      for (const { incidentId } of entries) if (incidentId !== null) touched.add(incidentId);
      return entries;
    },
    attempt: (part) => {
      const before = { world, leases, added: added.length, parts: parts.length, tellers: tellers.length };
      try {
        part();
        return null;
      } catch (thrown) {
        ({ world, leases } = before);
        added.length = before.added;
        lines.length = before.added;
        parts.length = before.parts;
        for (const tell of tellers.splice(before.tellers)) tell('undone');
        return thrown ?? new Error('something was thrown');
      }
    },
  };
  try {
    for (const { add } of by.firsts) add(batch);
  } catch (thrown) {
    for (const tell of tellers) tell('undone');
    throw thrown;
  }
  const isFirstDone = !by.firsts.some(({ hasMore }) => hasMore());
  while (isFirstDone && lines.length < LINES_AT_ONCE && by.runNext(batch));
  for (const settle of by.settlers) {
    const thrown = batch.attempt(() => settle(batch));
    if (thrown !== null) given.onSettlerFailure(thrown);
  }
  return {
    entries: added,
    lines,
    parts: added.length === 0 ? parts : [{ access: accessLines(added, memory.leases) }, ...parts],
    world,
    leases,
    touched,
    tellers,
    isFirstDone,
  };
};
