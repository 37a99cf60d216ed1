import type { Mode } from '../../../shared/domain/operators.ts';

/**
 * What became of the precise positions: laid open and checked against their commitments, deleted by law as the record says, not in
 * the package although they had been sealed, or never sealed.
 */
export type PositionsState = 'open' | 'deleted' | 'not-included' | 'none';

/** What a package that holds cannot prove by itself. Each is explained in docs/evidence.md. */
export type Unproven =
  /** No fingerprint was given: anyone can make a package with a key of their own. */
  | 'signer'
  /** Entries from before ordinals were recorded: one between could be missing. */
  | 'gapless'
  /** Positions were sealed but are not in the package. */
  | 'positions'
  /** Names, order, zones and places are the server's word at the time of export, not the log's. */
  | 'names'
  /** The PDFs are as they were exported; that their words match the record is for the reader to see. */
  | 'reports'
  /** What happened before the log told of it, and whether devices and clocks were right. */
  | 'devices';

/** What holds. */
export type Statement = {
  readonly incidentId: string;
  readonly mode: Mode;
  readonly entries: number;
  /** Times of the first and the last entry, epoch ms. */
  readonly first_ms: number;
  readonly last_ms: number;
  readonly exportedAt_ms: number;
  readonly exportedBy: string;
  readonly logId: string;
  readonly size: number;
  readonly root: string;
  /** SHA-256 of the signer's public key. */
  readonly fingerprint: string;
  readonly signer: 'pinned' | 'not-proven';
  readonly positions: PositionsState;
  readonly notProven: readonly Unproven[];
};

/** The first thing that does not hold. */
export type Fault = {
  /** File of the package; null where it is the archive itself. */
  readonly file: string | null;
  /** Number of the entry in the log; null where no entry is to blame. */
  readonly seq: number | null;
  readonly what: string;
};

export const fault = (file: string | null, what: string, seq: number | null = null): Fault => ({ file, seq, what });
