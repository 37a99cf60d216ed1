import type { KeptFix } from '../../../shared/domain/fixes.ts';
import type { CommandId, Digest, IncidentId, LogId, PersonId, Seq } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { SignedHead } from '../../../shared/domain/log.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { OpenedSeal, SealedContent } from '../../../shared/protocol/evidence.ts';
import type { AccessFilter, AccessRecord } from '../../../shared/protocol/access.ts';
import type { Track } from '../../../shared/protocol/track.ts';
import type { Account, Commit, FreshSeal, RecordLine, RestoredMark, StoredSession } from './commit.ts';

/** How far the record had come: it lies outside the database, so that a cut-off one is noticed. */
export type Mark = { readonly size: number; readonly root: Digest };

/** Name of a record's log, and whose word its heads are. */
export type RecordLog = {
  readonly id: LogId;
  readonly signer: {
    /** 32 bytes, base64. */
    readonly publicKey: string;
    readonly sign: (purpose: string, text: string) => string;
  };
};

/** A line as it was read back, with the entry in it. */
export type CheckedLine = RecordLine & { readonly entry: Entry };

/**
 * What the core reads of what is kept. Each answers at once, with what the last commit that was answered for has left: rules, leases and
 * the decisions on commands need the answer in the step they are in, and every read is of a few rows found by their key.
 */
export type RecordReads = {
  readonly record: {
    /** Entries after `since`, in order, at most `limit`. */
    readonly since: (since: number, limit: number) => readonly Entry[];
    readonly ofIncident: (incident: IncidentId) => readonly Entry[];
    readonly incidentOf: (seq: Seq) => IncidentId | null;
    /**
     * Lines after `since`, at most `limit`, each checked against its leaf.
     * @throws Error that names the first entry that is missing, was altered or cannot be read.
     */
    readonly checked: (since: number, limit: number) => readonly CheckedLine[];
    /** Numbers of the entries a command led to, or null for a command never seen. */
    readonly seqsOf: (command: CommandId) => readonly Seq[] | null;
  };
  readonly heads: {
    /** All signed heads, smallest first. */
    readonly all: () => readonly SignedHead[];
    readonly last: () => SignedHead | null;
  };
  readonly log: RecordLog;
  readonly mark: {
    /** What stood there when the store was opened: null where there was none, 'damaged' where it cannot be read. */
    readonly found: Mark | 'damaged' | null;
    /** Notes how far the record has come, after it is on disk. A power cut may leave an older mark, which proves less, never a newer one. */
    readonly write: (mark: Mark) => void;
  };
  readonly access: {
    /** Newest first, before `before` (null: from the newest); those that fit the filter. */
    readonly page: (before: number | null, limit: number, filter?: AccessFilter) => readonly AccessRecord[];
  };
  readonly accounts: { readonly all: () => readonly Account[] };
  readonly sessions: { readonly all: () => readonly StoredSession[] };
  /** Last fixes that open under this server's secret; others are as good as absent. */
  readonly lastFixes: { readonly all: () => ReadonlyMap<PersonId, KeptFix> };
  /** When a real device first spoke for a person, epoch ms. */
  readonly realDevices: { readonly all: () => ReadonlyMap<PersonId, number> };
  readonly sealed: SealedReads;
  /** The backup that a restore put in place, as long as the record does not tell of it. */
  readonly restored: { readonly mark: () => RestoredMark | null };
};

/** What is kept sealed under the incidents' own keys. */
export type SealedReads = {
  readonly positions: {
    /** Pieces of an incident in the order they were stored, and the row they reach to; empty where they are gone. */
    readonly read: (incident: IncidentId) => { readonly pieces: readonly Track[]; readonly through: number };
    /** Incidents that have rows. */
    readonly incidents: () => readonly IncidentId[];
  };
  readonly seals: {
    /**
     * Makes content ready to be sealed by a commit, with the commitment to it. @throws where the incident's key is not made yet: its content
     * could not be opened again.
     */
    readonly close: (incident: IncidentId, content: SealedContent) => FreshSeal;
    /** All seals of an incident in the order they were made; empty once its key is destroyed. */
    readonly open: (incident: IncidentId) => readonly OpenedSeal[];
  };
  /** The incident's key is there: what is sealed under it can be opened. */
  readonly hasKey: (incident: IncidentId) => boolean;
  /** How many positions are kept of an incident. */
  readonly points: (incident: IncidentId) => number;
  /** Incidents of which anything is left: a key or rows. */
  readonly remaining: () => ReadonlySet<IncidentId>;
  /** Incidents whose key was destroyed, also those that a restored record still believes in. */
  readonly destroyed: () => ReadonlySet<IncidentId>;
  /**
   * Incidents with something sealed that does not open, although nobody destroyed their key: the keys file is another one, or was left
   * behind by a restore. Nothing more is kept of them, so that no part of a way stands for the whole.
   */
  readonly lost: () => readonly IncidentId[];
};

/** All of it is on disk, or nothing, and what was thrown. */
export type Outcome = Result<null, unknown>;

/**
 * A store as the core knows it. It carries out one commit at a time: the next is given once the one before is answered for, at once or
 * later. `done` is called exactly once, also where whatever carried it out has died meanwhile. By then it is known again whether the commit
 * is on disk.
 */
export type RecordPort = RecordReads & {
  readonly commit: (commit: Partial<Commit>, done: (outcome: Outcome) => void) => void;
  /** Lets go of the files, after the commit that is under way is answered for; what is given later is refused. Repeating it is harmless. */
  readonly close: () => Promise<void>;
};

/** Something to be written when its turn comes. */
export type CommitJob = {
  /** What shall be written, on what is on disk by then: nothing else is under way. Null: nothing. */
  readonly prepare: () => Partial<Commit> | null;
  /** No other commit begins before this returns. */
  readonly done: (outcome: Outcome) => void;
};

/** The one way to the disk: one commit is under way at a time, what comes meanwhile waits. */
export type CommitQueue = {
  readonly add: (job: CommitJob) => void;
  /** The same before what waits besides, some in a row: what desks are told of. */
  readonly addFirst: (job: CommitJob) => void;
  /** Resolves when nothing is under way and nothing waits. */
  readonly idle: () => Promise<void>;
};
