import type { CommandId, IncidentId, Seq } from '../../../shared/domain/ids.ts';
import type { Entry, EntryDraft } from '../../../shared/domain/incidents/entries.ts';
import type { LeaseWorld } from '../../../shared/domain/incidents/leaseState.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';
import type { Proof } from '../../../shared/domain/log.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { LogNews, Provisional } from '../../../shared/protocol/messages.ts';
import type { CommitPart } from './commit.ts';

/**
 * What becomes of a batch. `kept`: it is not on disk, stands all the same, and will be written as it is, which is told as `stored` later.
 * `undone`: nothing of it stands.
 */
export type BatchFate = 'stored' | 'kept' | 'undone';

/** What a writer gave, and whether that is on disk; or what was thrown, with nothing of it changed. */
export type Written<T> =
  | { readonly ok: true; readonly value: T; readonly isOnDisk: boolean }
  | { readonly ok: false; readonly error: unknown };

/** Entries on their way to disk, folded as they are added, so that the next step of the same batch sees them. */
export type Batch = {
  /** The record takes nothing now: this batch stands in memory, is told as provisional, and is written once that works. */
  readonly isProvisional: boolean;
  readonly world: () => World;
  readonly leases: () => LeaseWorld;
  readonly add: (drafts: readonly EntryDraft[]) => readonly Entry[];
  /** Incidents that this batch has added to or recalled. */
  readonly touched: () => ReadonlySet<IncidentId>;
  /** Brings an incident that is settled back into the world of this batch, so that it can be judged, and be added to. */
  readonly recall: (incident: IncidentId) => void;
  /** What else belongs to the same commit. */
  readonly alongside: (part: CommitPart) => void;
  /** Numbers of the entries a command led to, on disk, kept or in this batch; null for one never seen. */
  readonly seqsOf: (command: CommandId) => readonly Seq[] | null;
  /** Told what becomes of this batch, or at once where what asked for it is undone. Before everybody else is told. */
  readonly afterwards: (tell: (fate: BatchFate) => void) => void;
  /** Does all of `work` or, where it throws, nothing of it: what was thrown, or null. The rest of the batch goes on. */
  readonly attempt: (work: () => void) => unknown;
};

/** Adds to a batch what follows from what others have added to it. */
export type Settler = (batch: Batch) => void;

/** The signed log over the record, as rooms beside the record use it. */
export type SignedLog = {
  /**
   * Signs a head for what has come since the last, and stores it: null where nothing has. `done` runs while nothing else is written, so that
   * the head covers every entry there is.
   */
  readonly sign: (done: (signed: Result<LogNews | null, unknown>) => void) => void;
  /** The last signed head, with the proof that it extends the tree of size `since`. */
  readonly news: (since: number) => LogNews;
  /** Inclusion proof of entry `seq` in the tree of the first `size` entries. */
  readonly proofOf: (seq: number, size: number) => Proof;
};

/**
 * The record: what is on disk and, folded, in memory. Memory runs ahead of the disk only while the record takes nothing: what is found then
 * is kept as it is, told as provisional, and written under the same numbers once that works.
 */
export type IncidentRecord = {
  /** What is not settled yet. */
  readonly world: () => World;
  /** Any incident there ever was, settled or not; undefined where there was none. */
  readonly incident: (id: IncidentId) => Incident | undefined;
  readonly leases: () => LeaseWorld;
  /**
   * Lets `work` add entries, together with all others that wait to write, lets every settler add what follows from them, writes all in one
   * commit and only then makes them visible. `work` runs once nothing else is under way: at once, or later. `done` is told once what it gave:
   * when that is on disk, or when it is kept.
   */
  readonly write: <T>(work: (batch: Batch) => T, done: (written: Written<T>) => void) => void;
  /**
   * Goes first into every batch, whoever writes: what was found and waits to be recorded happened before anything that is only now decided.
   * While `hasMore` after that, nobody else is let into the batch: thousands that are found together are several commits, and none holds up the
   * loop for long.
   */
  readonly addFirst: (add: (batch: Batch) => void, hasMore?: () => boolean) => void;
  /** When the last entry on disk was recorded; 0 where there is none. */
  readonly recordedAt_ms: () => number;
  /** Entries on disk. */
  readonly since: (seq: number, limit: number) => readonly Entry[];
  /** Number of the last entry on disk. */
  readonly head: () => number;
  readonly provisional: () => Provisional;
  /** The record takes nothing, and what is found is kept in memory. */
  readonly isKeeping: () => boolean;
  /** How many entries are kept. */
  readonly keptCount: () => number;
  /** The incident an entry on disk belongs to; null for none, or where there is no such entry. */
  readonly incidentOf: (seq: Seq) => IncidentId | null;
  readonly log: SignedLog;
  /**
   * Looks whether the record takes what is written, and has what waits for it told as provisional where it does not; has what is kept
   * written where it may again. Several times a second.
   */
  readonly look: () => void;
  /** Has what is kept written once more, before the server ends. */
  readonly finish: () => void;
  /** Told of each entry once, when it stands: on disk or, where the record takes nothing, in memory. */
  readonly onEntries: (listener: (entries: readonly Entry[]) => void) => () => void;
  /** Told of each entry when it is on disk. */
  readonly onStored: (listener: (entries: readonly Entry[]) => void) => () => void;
  readonly onProvisional: (listener: (provisional: Provisional) => void) => () => void;
};
