import type { EpochMs, OrderId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { foldLeases, noLeases } from '../../../shared/domain/incidents/leaseState.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { Provisional } from '../../../shared/protocol/messages.ts';
import { reached } from '../../files/stages.ts';
import type { Commit } from '../ports/commit.ts';
import type { Batch, IncidentRecord, Settler, Written } from '../ports/incidentRecord.ts';
import type { CommitQueue, Outcome, RecordReads } from '../ports/record.ts';
import { noSpill } from '../ports/spill.ts';
import type { AccessSpill } from '../ports/spill.ts';
import { readHistory } from '../store/history.ts';
import { gatherBatch } from './gather.ts';
import type { Gathered } from './gather.ts';
import { commitOf, createKeptBatches } from './kept.ts';
import type { KeptWrite } from './kept.ts';
import { fromStore } from '../store/refusal.ts';
import { createLog } from './log.ts';
import { recalled, withoutSettled } from './settled.ts';

/** What became of a batch for those who wrote to it. */
type Fate = { readonly isOnDisk: boolean };

/** Somebody who waits to write since `since_ms` of the elapsed time, and what came of it. */
type Writer = {
  readonly since_ms: number;
  readonly run: (batch: Batch) => void;
  readonly done: (fate: Result<Fate, unknown>) => void;
};

const writerOf = <T>(since_ms: number, work: (batch: Batch) => T, done: (written: Written<T>) => void): Writer => {
  let came: Result<T, unknown> = err(new Error('it did not run'));
  return {
    since_ms,
    run: (batch) => {
      // One who fails takes no other with them.
      const thrown = batch.attempt(() => {
        came = ok(work(batch));
      });
      if (thrown !== null) came = err(thrown);
    },
    done: (fate) => {
      if (!fate.ok) return done(fate);
      return done(came.ok ? { ...came, isOnDisk: fate.value.isOnDisk } : came);
    },
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

/** What listeners are told of: entries that stand since now, entries that are on disk since now, or both; and what is provisional. */
type News = {
  readonly standing: readonly Entry[];
  readonly stored: readonly Entry[];
  readonly provisional: Provisional | null;
};

/** So many batches are kept in one go: each is some 10 ms of the loop's work. What is left over has its turn with the next look. */
const KEPT_AT_ONCE = 10;

/** A batch as it was gathered, with those who wrote to it. */
type Fresh = { readonly gathered: Gathered; readonly writers: readonly Writer[]; readonly leftOver: number };

/** What was handed to the store at `began_ms` of the elapsed time: a batch that nobody has heard of yet, or batches that are kept. */
type UnderWay = { readonly began_ms: number } & (
  | { readonly kind: 'fresh'; readonly fresh: Fresh; readonly isEmpty: boolean }
  | { readonly kind: 'kept'; readonly write: Omit<KeptWrite, 'commit'> }
);

/**
 * Everything that is written to the record goes through here, one batch at a time. A batch that the store refuses is undone, and gathered anew by
 * whoever tries again, for as long as that lasts under a second or so (policy). One that it refuses later, or does not answer for by then, is
 * kept as it is: memory moves on to it, everybody hears of it, and whatever comes after it is kept on top, until the store takes them.
 */
export const createRecord = (given: {
  readonly store: RecordReads;
  readonly commits: CommitQueue;
  readonly now: () => EpochMs;
  /** Milliseconds on a clock that never jumps. */
  readonly elapsed_ms: () => number;
  readonly policy: Pick<Policy, 'record'>;
  readonly orderOf: (id: OrderId) => Order | undefined;
  /** Run after the work of every batch, in order: holds, commitments, deletion of positions, leases. */
  readonly settlers: readonly Settler[];
  /** Told where one of them fails: it is left out of the batch, whose own entries and the other settlers' are written. */
  readonly onSettlerFailure: (thrown: unknown) => void;
  /** Where lines of the access log for leases outlive a killed server; absent where the store is in memory. */
  readonly spill?: Pick<AccessSpill, 'keep'>;
  /** Told of each refusal of what is kept. */
  readonly onStoreFailure: (thrown: unknown) => void;
}): IncidentRecord => {
  const { store, commits, now, elapsed_ms, orderOf, settlers } = given;
  const provisionalAfter_ms = given.policy.record.provisionalAfter_s * 1000;
  let world = emptyWorld;
  let leases = noLeases;
  /** When the last entry was stamped: the next is not earlier, whatever the clock says. */
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
  const stamp = (): EpochMs => Math.max(now(), lastRecorded_ms);
  const kept = createKeptBatches({ now: stamp, lineOf: log.lineOf, spill: given.spill ?? noSpill });
  const listeners = new Set<(news: News) => void>();
  const firsts: { readonly add: (batch: Batch) => void; readonly hasMore: () => boolean }[] = [];
  const waiting: Writer[] = [];
  /** Number of the last entry on disk. */
  let head = world.head;
  let underWay: UnderWay | null = null;
  /** Jobs in the queue of commits whose turn has not come. */
  let queued = 0;
  let isKeeping = false;
  /** When the store last took what the record gave it, when what is kept was last tried, and since when it has refused; all elapsed. */
  let [stored_ms, tried_ms] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let refusedSince_ms: number | null = null;

  const hasLasted = (since_ms: number): boolean => elapsed_ms() - since_ms >= provisionalAfter_ms;
  const areFirstsWaiting = (): boolean => firsts.some(({ hasMore }) => hasMore());
  const tell = (news: News): readonly (() => void)[] => [...listeners].map((listen) => () => listen(news));

  /** @throws what one of those who go first throws: nobody has run then, and all still wait. */
  const gather = (isProvisional: boolean): Fresh => {
    const writers: Writer[] = [];
    const gathered = gatherBatch(
      {
        ...given,
        now: stamp,
        lineOf: log.lineOf,
        seqsOf: (command) => kept.seqsOf(command) ?? fromStore(() => store.record.seqsOf(command)),
      },
      { world, leases },
      isProvisional,
      {
        firsts,
        settlers,
        runNext: (batch) => {
          const writer = waiting.shift();
          if (writer === undefined) return false;
          writers.push(writer);
          writer.run(batch);
          return true;
        },
      },
    );
    return { gathered, writers, leftOver: waiting.length };
  };

  /** The batch stands from now on, although it is not on disk. */
  const keep = ({ gathered, writers }: Fresh): void => {
    const { entries, parts, tellers } = gathered;
    const after = world.head;
    if (entries.length > 0 || parts.length > 0) kept.add(gathered);
    lastRecorded_ms = entries.at(-1)?.recordedAt_ms ?? lastRecorded_ms;
    ({ world, leases } = gathered);
    const provisional = { after, entries };
    const isOnDisk = kept.isEmpty();
    callEach([
      ...tellers.map((tellFate) => () => tellFate('kept')),
      ...(entries.length === 0 ? [] : tell({ standing: entries, stored: [], provisional })),
      ...writers.map((writer) => () => writer.done(ok({ isOnDisk }))),
    ]);
  };

  /** Keeps what waits to be written, `first` before it. What listeners add meanwhile comes after what they were told of. */
  const keepWaiting = (first: Fresh | null = null): void => {
    if (isKeeping) return;
    isKeeping = true;
    try {
      if (first !== null) keep(first);
      for (let left = KEPT_AT_ONCE; left > 0 && (waiting.length > 0 || areFirstsWaiting()); left -= 1)
        keep(gather(true));
    } catch (thrown) {
      callEach(waiting.splice(0).map((writer) => () => writer.done(err(thrown))));
    } finally {
      isKeeping = false;
    }
  };

  /** What there is to write: what is kept, before anything new is gathered. */
  const begin = (): Partial<Commit> | null => {
    const began_ms = elapsed_ms();
    if (!kept.isEmpty()) {
      const { commit, ...write } = kept.next(refusedSince_ms !== null);
      tried_ms = began_ms;
      underWay = { kind: 'kept', began_ms, write };
      return commit;
    }
    const fresh = gather(false);
    const { entries, lines, parts } = fresh.gathered;
    const isEmpty = entries.length === 0 && parts.length === 0;
    underWay = { kind: 'fresh', began_ms, fresh, isEmpty };
    return isEmpty ? null : commitOf(lines, parts);
  };

  const writeWaiting = (): void => {
    queued += 1;
    commits.addFirst({
      prepare: () => {
        queued -= 1;
        return begin();
      },
      done: (outcome) => {
        const done = underWay;
        underWay = null;
        if (done === null) return answerFresh(null, outcome); // it could not be gathered
        if (!outcome.ok) refusedSince_ms ??= done.began_ms;
        else if (done.kind === 'kept' || !done.isEmpty) [refusedSince_ms, stored_ms] = [null, elapsed_ms()];
        if (done.kind === 'kept') return answerKept(done.write, outcome);
        if (outcome.ok || refusedSince_ms === null || !hasLasted(refusedSince_ms)) return answerFresh(done, outcome);
        given.onStoreFailure(outcome.error);
        return keepWaiting(done.fresh);
      },
    });
  };

  /** The batch is on disk, and takes its place in memory; or nothing of it stands. */
  const answerFresh = (done: Extract<UnderWay, { readonly kind: 'fresh' }> | null, outcome: Outcome): void => {
    const gathered = done?.fresh.gathered;
    const isWritten = outcome.ok && gathered !== undefined && done?.isEmpty === false;
    if (isWritten) {
      log.grow(gathered.lines);
      world = withoutSettled(gathered.world, gathered.touched);
      ({ leases } = gathered);
      ({ head } = world);
      lastRecorded_ms = gathered.entries.at(-1)?.recordedAt_ms ?? lastRecorded_ms;
    }
    const added = isWritten ? gathered.entries : [];
    for (const { incidentId } of added) reached('stored', incidentId);
    // Where the store refuses, who was left over is told so now, and not after one refusal more for each batch that is to come.
    const leftOver = done?.fresh.leftOver ?? waiting.length;
    const writers = [...(done?.fresh.writers ?? []), ...(outcome.ok ? [] : waiting.splice(0, leftOver))];
    // Whoever has come since began to wait behind those, and nobody has the next batch for them yet.
    const hasNext = outcome.ok ? gathered?.isFirstDone === false || leftOver > 0 : leftOver > 0 && waiting.length > 0;
    const fate = outcome.ok ? ok({ isOnDisk: true }) : outcome;
    callEach([
      ...(hasNext ? [writeWaiting] : []),
      ...(gathered?.tellers ?? []).map((tellFate) => () => tellFate(outcome.ok ? 'stored' : 'undone')),
      ...(added.length === 0 ? [] : tell({ standing: added, stored: added, provisional: null })),
      ...writers.map((writer) => () => writer.done(fate)),
    ]);
  };

  /** The first of what is kept is on disk, and only that is told; or it waits on. */
  const answerKept = ({ batches, entries, lines }: Omit<KeptWrite, 'commit'>, outcome: Outcome): void => {
    if (!outcome.ok) return given.onStoreFailure(outcome.error);
    if (lines.length > 0) log.grow(lines);
    head = entries.at(-1)?.seq ?? head;
    lastRecorded_ms = Math.max(lastRecorded_ms, entries.at(-1)?.recordedAt_ms ?? 0);
    const touched = kept.stored(batches.length);
    if (kept.isEmpty()) world = withoutSettled(world, touched);
    for (const { incidentId } of entries) reached('stored', incidentId);
    const hasNext = !kept.isEmpty() || waiting.length > 0 || areFirstsWaiting();
    return callEach([
      ...(hasNext ? [writeWaiting] : []),
      ...batches.flatMap(({ tellers }) => tellers.map((tellFate) => () => tellFate('stored'))),
      ...tell({ standing: [], stored: entries, provisional: kept.isEmpty() ? { after: head, entries: [] } : null }),
    ]);
  };

  /** What is under way is not answered for: it is kept, and what becomes of it on disk is told as of everything that is kept. */
  const keepUnderWay = ({ began_ms, fresh }: Extract<UnderWay, { readonly kind: 'fresh' }>): void => {
    const { entries, lines } = fresh.gathered;
    underWay = { kind: 'kept', began_ms, write: { batches: [fresh.gathered], entries, lines } };
    keepWaiting(fresh);
  };

  /** Has what is kept written, where that was not tried a moment ago. */
  const tryAgain = (): void => {
    if (!kept.isEmpty() && underWay === null && queued === 0 && hasLasted(tried_ms)) writeWaiting();
  };

  const look = (): void => {
    if (underWay?.kind === 'fresh') {
      if (!underWay.isEmpty && hasLasted(underWay.began_ms)) keepUnderWay(underWay);
      return;
    }
    const [next] = waiting;
    // Somebody else's commit is not answered for, and nothing comes through behind it.
    const isBlocked = next !== undefined && hasLasted(next.since_ms) && hasLasted(stored_ms);
    if (!kept.isEmpty() || isBlocked) keepWaiting();
    tryAgain();
    // Undone by a refusal a while ago: it is tried once more, and kept where that is refused too.
    const isOwed = refusedSince_ms !== null && hasLasted(refusedSince_ms) && areFirstsWaiting();
    if (isOwed && kept.isEmpty() && underWay === null && queued === 0) writeWaiting();
  };

  const hear = (listen: (news: News) => void): (() => void) => {
    listeners.add(listen);
    return () => listeners.delete(listen);
  };

  return {
    world: () => world,
    incident: (id) => world.incidents.get(id) ?? recalled(store.record.ofIncident(id)),
    leases: () => leases,
    write: (work, done) => {
      waiting.push(writerOf(elapsed_ms(), work, done));
      if (kept.isEmpty()) {
        if (waiting.length === 1) writeWaiting();
        return;
      }
      tryAgain(); // a store that answers within the call may take it now
      if (!kept.isEmpty()) keepWaiting();
    },
    addFirst: (add, hasMore = () => false) => void firsts.push({ add, hasMore }),
    recordedAt_ms: () => lastRecorded_ms,
    since: store.record.since,
    head: () => head,
    isKeeping: () => !kept.isEmpty(),
    keptCount: kept.count,
    provisional: () => ({ after: head, entries: kept.entries() }),
    incidentOf: (seq) => fromStore(() => store.record.incidentOf(seq)),
    log,
    look,
    finish: () => {
      tried_ms = Number.NEGATIVE_INFINITY;
      tryAgain();
    },
    onEntries: (listener) => hear(({ standing }) => standing.length > 0 && listener(standing)),
    onStored: (listener) => hear(({ stored }) => stored.length > 0 && listener(stored)),
    onProvisional: (listener) => hear(({ provisional }) => provisional !== null && listener(provisional)),
  };
};
