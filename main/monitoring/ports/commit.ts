import type { KeptFix } from '../../../shared/domain/fixes.ts';
import type {
  CommandId,
  ConsoleId,
  Digest,
  IncidentId,
  LeaseId,
  OperatorId,
  PersonId,
  Seq,
} from '../../../shared/domain/ids.ts';
import type { SignedHead } from '../../../shared/domain/log.ts';
import type { Operator } from '../../../shared/domain/operators.ts';
import type { AccessRecord } from '../../../shared/protocol/access.ts';
import type { Track } from '../../../shared/protocol/track.ts';

/** An entry as it lies on disk: its canonical form, and the leaf of the log that this form hashes to. */
export type RecordLine = {
  readonly seq: Seq;
  readonly incidentId: IncidentId | null;
  readonly text: string;
  readonly leaf: Uint8Array;
};

/** What a command led to: asked again, it is answered with the same entries. */
export type CommandRow = { readonly command: CommandId; readonly operator: OperatorId; readonly seqs: readonly Seq[] };

/** A line of the access log before the log numbers it. */
export type AccessLine = Omit<AccessRecord, 'id'> & {
  /** The lease that it tells of; absent for everything else. */
  readonly lease?: LeaseId;
  /** Whoever tells of the same is told apart by this: the first line under it is kept, and no other. Without it, each is kept. */
  readonly once?: string;
};

/** The backup a store was put back from: how many entries it held, and when it was made. */
export type RestoredMark = { readonly size: number; readonly backupAt_ms: number };

/** Content that a commit seals under its incident's key, with the commitment to it. */
export type FreshSeal = {
  readonly incident: IncidentId;
  readonly commitment: Digest;
  /** Positions in it; 0 for other content. */
  readonly points: number;
  /** What is sealed. Null where the incident's key was destroyed or lost: the content is gone at once, the commitment stands. */
  readonly plain: Uint8Array | null;
};

/** Positions of an incident that have gathered since the last commit. */
export type GatheredPositions = { readonly incident: IncidentId; readonly pieces: readonly Track[] };

/** Gathered positions of an incident, up to and with row `through`, which seals hold from now on. */
export type SealedPositions = { readonly incident: IncidentId; readonly through: number };

/** An incident of which everything sealed ends: its rows with the commit, its key once that is on disk. */
export type ForgottenIncident = { readonly incident: IncidentId; readonly at_ms: number };

/** A sign-in that goes on over reconnects and restarts. Only the token's hash is kept. */
export type StoredSession = {
  readonly tokenHash: string;
  readonly operatorId: OperatorId;
  readonly consoleId: ConsoleId;
  readonly startedAt_ms: number;
  readonly expiresAt_ms: number;
};

/** An operator with the salted hash of the password. */
export type Account = { readonly operator: Operator; readonly salt: Uint8Array; readonly hash: Uint8Array };

/**
 * One change of what is kept: all of it is on disk afterwards, or nothing. The core says what shall stand there and no more; a store
 * carries it out in its own way, and nothing of the core runs inside its transaction.
 */
export type Commit = {
  /**
   * Incidents that need a key from now on, beside those of `gathered`. Each is on disk before anything that is sealed under it: where the
   * commit is refused then, the key may stay, and opens nothing.
   */
  readonly keys: readonly IncidentId[];
  readonly lines: readonly RecordLine[];
  readonly commands: readonly CommandRow[];
  readonly access: readonly AccessLine[];
  readonly gathered: readonly GatheredPositions[];
  readonly seals: readonly FreshSeal[];
  readonly sealed: readonly SealedPositions[];
  /** Goes last: of these incidents nothing is left, whatever else the commit holds of them. */
  readonly forgotten: readonly ForgottenIncident[];
  readonly heads: readonly SignedHead[];
  /** The record tells of the restore that put this store in place. */
  readonly isRestoreTold: boolean;
  /** Last fix of a person; null takes it away. */
  readonly lastFixes: ReadonlyMap<PersonId, KeptFix | null>;
  /** Since when a real device speaks for a person, epoch ms; null: none does any more. */
  readonly realDevices: ReadonlyMap<PersonId, number | null>;
  readonly sessionsOpened: readonly StoredSession[];
  /** Token hashes of sessions that have ended. */
  readonly sessionsEnded: readonly string[];
  readonly accounts: readonly Account[];
  /** Goes alone, or with `forgotten`: keys that could not be destroyed when their incident was forgotten are destroyed now, or it is refused. */
  readonly isDestructionDue: boolean;
};

/** What a batch writes beside entries. */
export type CommitPart = Partial<
  Pick<Commit, 'commands' | 'access' | 'seals' | 'sealed' | 'forgotten' | 'isRestoreTold'>
>;
