import type { EpochMs, IncidentId, OrderId, Seq } from '../../../shared/domain/ids.ts';
import type { Entry, EntryDraft } from '../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { reached } from '../../files/stages.ts';
import { accessLines } from '../leases/access.ts';
import { foldLeases, noLeases } from '../../../shared/domain/incidents/leaseState.ts';
import type { Commit, CommitPart, RecordLine } from '../ports/commit.ts';
import type { Batch, IncidentRecord, Settler } from '../ports/incidentRecord.ts';
import type { CommitQueue, Outcome, RecordReads } from '../ports/record.ts';
import { readHistory } from '../store/history.ts';
import { fromStore } from '../store/refusal.ts';
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

/** Somebody who waits to write, and what came of it. */
type Writer = { readonly run: (batch: Batch) => void; readonly done: (outcome: Outcome) => void };

const writerOf = <T>(work: (batch: Batch) => T, done: (written: Result<T, unknown>) => void): Writer => {
  let came: Result<T, unknown> = err(new Error('it did not run'));
  return {
    run: (batch) => {
      // One who fails takes no other with them.
      const thrown = batch.attempt(() => {
        came = ok(work(batch));
      });
      if (thrown !== null) came = err(thrown);
    },
    done: (outcome) => done(outcome.ok ? came : outcome),
  };
};

/** Calls all of them, whoever fails, and throws at the end what the first has thrown. */
const callEach = (calls: readonly (() => void)[]): void => {
  const thrown: unknown[] = [];
  for (const call of calls) {
    try {
      call();
    } catch (failure) {
      thrown.push(failure);
    }
  }
  if (thrown.length > 0) throw thrown[0];
};

/** With so many lines a batch is full, and who still waits has the next one: making lines of entries is the loop's work, some 30 µs each. */
const LINES_AT_ONCE = 400;

export const createRecord = (given: {
  readonly store: RecordReads;
  readonly commits: CommitQueue;
  readonly now: () => EpochMs;
  readonly orderOf: (id: OrderId) => Order | undefined;
  /** Run after the work of every batch, in order: holds, commitments, deletion of positions, leases. */
  readonly settlers: readonly Settler[];
  /** Told where one of them fails: it is left out of the batch, whose own entries and the other settlers' are written. */
  readonly onSettlerFailure: (thrown: unknown) => void;
}): IncidentRecord => {
  const { store, commits, now, orderOf } = given;
  let world = emptyWorld;
  let leases = noLeases;
  /** When the last entry was recorded: the next is not earlier, whatever the clock says. */
  let lastRecorded_ms: EpochMs = 0;
  const history = readHistory(store, (entries) => {
    leases = foldLeases(leases, entries, orderOf);
    lastRecorded_ms = entries.at(-1)?.recordedAt_ms ?? lastRecorded_ms;
    world = withoutSettled(
      foldEntries(world, entries),
      entries.map(({ incidentId }) => incidentId),
    );
  });
  const log = createLog({ store, commits, now, ...history });
  const listeners = new Set<(entries: readonly Entry[]) => void>();
  const firsts: { readonly add: (batch: Batch) => void; readonly hasMore: () => boolean }[] = [];
  const waiting: Writer[] = [];

  /** Lets everybody add to one batch. What it gives is written, and then takes its place in memory. */
  const gather = () => {
    const added: Entry[] = [];
    const lines: RecordLine[] = [];
    const parts: CommitPart[] = [];
    const tellers: ((isStored: boolean) => void)[] = [];
    const touched = new Set<IncidentId>();
    let nextWorld = world;
    let nextLeases = leases;
    const batch: Batch = {
      world: () => nextWorld,
      leases: () => nextLeases,
      touched: () => touched,
      alongside: (part) => parts.push(part),
      seqsOf: (command) => {
        const rows = parts.flatMap(({ commands }) => commands ?? []);
        return rows.find((row) => row.command === command)?.seqs ?? fromStore(() => store.record.seqsOf(command));
      },
      afterwards: (tell) => tellers.push(tell),
      recall: (id) => {
        const past = nextWorld.incidents.has(id) ? undefined : recalled(fromStore(() => store.record.ofIncident(id)));
        if (past === undefined) return;
        touched.add(id);
        nextWorld = withRecalled(nextWorld, past);
      },
      add: (drafts) => {
        const recordedAt_ms = Math.max(now(), added.at(-1)?.recordedAt_ms ?? lastRecorded_ms);
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
        const before = {
          world: nextWorld,
          leases: nextLeases,
          added: added.length,
          parts: parts.length,
          tellers: tellers.length,
        };
        try {
          part();
          return null;
        } catch (thrown) {
          nextWorld = before.world;
          nextLeases = before.leases;
          added.length = before.added;
          lines.length = before.added;
          parts.length = before.parts;
          for (const tell of tellers.splice(before.tellers)) tell(false);
          return thrown ?? new Error('something was thrown');
        }
      },
    };
    try {
      for (const { add } of firsts) add(batch);
    } catch (thrown) {
      for (const tell of tellers) tell(false);
      throw thrown;
    }
    const writers: Writer[] = [];
    const isFirstDone = !firsts.some(({ hasMore }) => hasMore());
    while (isFirstDone && lines.length < LINES_AT_ONCE) {
      const writer = waiting.shift();
      if (writer === undefined) break;
      writers.push(writer);
      writer.run(batch);
    }
    for (const settle of given.settlers) {
      const thrown = batch.attempt(() => settle(batch));
      if (thrown !== null) given.onSettlerFailure(thrown);
    }
    return {
      commit:
        added.length === 0 && parts.length === 0
          ? null
          : commitOf(lines, [{ access: accessLines(added, leases) }, ...parts]),
      stored: (): void => {
        if (lines.length > 0) log.grow(lines);
        world = withoutSettled(nextWorld, touched);
        leases = nextLeases;
        lastRecorded_ms = added.at(-1)?.recordedAt_ms ?? lastRecorded_ms;
      },
      added,
      tellers,
      writers,
      isFirstDone,
      /** Those who wait for the next batch. */
      leftOver: waiting.length,
    };
  };

  const writeWaiting = (): void => {
    let gathered: ReturnType<typeof gather> | null = null;
    commits.addFirst({
      prepare: () => {
        gathered = gather();
        return gathered.commit;
      },
      done: (outcome) => {
        const isWritten = outcome.ok && gathered !== null && gathered.commit !== null;
        if (isWritten) gathered?.stored();
        const tellers = gathered?.tellers ?? [];
        const added = isWritten ? (gathered?.added ?? []) : [];
        for (const { incidentId } of added) reached('stored', incidentId);
        // Where the store refuses, who was left over is told so now, and not after one refusal more for each batch that is to come.
        const leftOver = gathered?.leftOver ?? waiting.length;
        const writers = [...(gathered?.writers ?? []), ...(outcome.ok ? [] : waiting.splice(0, leftOver))];
        // Whoever has come since began to wait behind those, and nobody has the next batch for them yet.
        const hasNext = outcome.ok
          ? gathered?.isFirstDone === false || leftOver > 0
          : leftOver > 0 && waiting.length > 0;
        callEach([
          ...(hasNext ? [writeWaiting] : []),
          ...tellers.map((tell) => () => tell(outcome.ok)),
          ...(added.length === 0 ? [] : [...listeners].map((listen) => () => listen(added))),
          ...writers.map((writer) => () => writer.done(outcome)),
        ]);
      },
    });
  };

  return {
    world: () => world,
    incident: (id) => world.incidents.get(id) ?? recalled(store.record.ofIncident(id)),
    leases: () => leases,
    write: (work, done) => {
      waiting.push(writerOf(work, done));
      if (waiting.length === 1) writeWaiting();
    },
    addFirst: (add, hasMore = () => false) => void firsts.push({ add, hasMore }),
    recordedAt_ms: () => lastRecorded_ms,
    since: store.record.since,
    incidentOf: (seq) => fromStore(() => store.record.incidentOf(seq)),
    log,
    onEntries: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
