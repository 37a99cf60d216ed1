import type { LogFaultKind, LogState } from '../../../shared/api/log.ts';
import type { LogId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { SignedHead } from '../../../shared/domain/log.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { LogNews } from '../../../shared/protocol/messages.ts';
import { fingerprintOf } from '../../evidence/log/heads.ts';
import type { Frontier } from './frontier.ts';
import type { Standing } from './memory.ts';

/**
 * Why there is no news: left out by a server that answers what was asked later, ask again, the server says that it cannot store heads, or this
 * operator may not read them.
 */
export type NewsFailure = 'unheard' | 'later' | 'cannot-store' | 'not-allowed';
export type NewsAnswer = Result<LogNews, NewsFailure>;

/** A question under way: from which head on, of which log, and whether a head was late already when it was asked. */
export type Asked = { readonly since: number; readonly logId: LogId | null; readonly wasLate: boolean };

/** Entries that a signed head must cover; `isLate` once the time for it is over. */
export type Owed = { readonly size: number; readonly isLate: boolean };

/** What this console holds of the server's log. Only `reduceWitness` makes a new one. */
export type WitnessState = {
  /** Which log is followed, and what is to be said of it. Outlives a restart. */
  readonly standing: Standing;
  /** Last head that held of every log there ever was. */
  readonly heads: ReadonlyMap<LogId, SignedHead>;
  /** How far the console's own entries have been hashed. */
  readonly frontier: Frontier;
  /** The console's own entries hash to the head seen. */
  readonly isMatched: boolean;
  /** When a head held last, console clock. */
  readonly checkedAt_ms: number | null;
  /** A session stands. */
  readonly isActive: boolean;
  readonly asked: Asked | null;
  readonly owed: Owed | null;
  /** Hashing goes on in a moment, when the link's heartbeat has been heard. */
  readonly isHashDue: boolean;
  /** A head was taken that the windows have not been told of. */
  readonly isUntold: boolean;
};

/** What the console knows besides when an event comes. */
export type Surroundings = {
  readonly now_ms: number;
  /** The server's clock as the console knows it. */
  readonly serverNow_ms: number;
  /** Number of the last entry in the journal. */
  readonly journalHead: number;
  /** Whether the journal is known to be the server's and complete. */
  readonly isCaughtUp: boolean;
};

export type WitnessEvent =
  | { readonly kind: 'started' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'heard'; readonly news: LogNews }
  | { readonly kind: 'answered'; readonly answer: NewsAnswer }
  | { readonly kind: 'ask-due' }
  | { readonly kind: 'head-late' }
  | { readonly kind: 'journal-grew' }
  | { readonly kind: 'journal-reset' }
  | { readonly kind: 'entries-differ' }
  | { readonly kind: 'hash-due' }
  /** Entries after `since` from the journal; null where it cannot be read. */
  | { readonly kind: 'journal-read'; readonly since: number; readonly entries: readonly Entry[] | null }
  /** A supervisor's word that a fault is put away, or the notice of another log; it is on disk already. */
  | { readonly kind: 'accepted' }
  | { readonly kind: 'dismissed' };

/** What is to be done, in this order. The reducer itself touches no disk, no clock and no link. */
export type WitnessEffect =
  | { readonly kind: 'ask'; readonly since: number }
  | { readonly kind: 'ask-in'; readonly delay_ms: number }
  | { readonly kind: 'stop-asking' }
  /** Tells in `delay_ms` that the head that is owed is late. */
  | { readonly kind: 'await-head'; readonly delay_ms: number }
  | { readonly kind: 'stop-awaiting' }
  | { readonly kind: 'hash-soon' }
  | { readonly kind: 'stop-hashing' }
  | { readonly kind: 'read-journal'; readonly since: number }
  | { readonly kind: 'keep-standing'; readonly standing: Standing }
  | { readonly kind: 'keep-head'; readonly signed: SignedHead; readonly at_ms: number }
  | { readonly kind: 'keep-frontier'; readonly frontier: Frontier; readonly logId: LogId }
  | { readonly kind: 'drop-frontier' }
  | { readonly kind: 'refused'; readonly reason: 'log:time' | 'log:journal' | `log:${LogFaultKind}` }
  /** What was held against the server is put away: its entries are to be fetched anew. */
  | { readonly kind: 'fetch-anew' }
  | { readonly kind: 'changed' };

/** Last head of the followed log that held; null where there is none. */
export const seenOf = ({ standing, heads }: WitnessState): SignedHead | null =>
  standing.logId === null ? null : (heads.get(standing.logId) ?? null);

const statusOf = (state: WitnessState): LogState['status'] => {
  if (state.standing.fault !== null) return 'fault';
  if (seenOf(state) === null || state.checkedAt_ms === null) return 'unknown';
  return state.isMatched && state.owed?.isLate !== true ? 'verified' : 'checking';
};

/** As the windows are told of it. */
export const viewOf = (state: WitnessState): LogState => {
  const { logId, fault, otherLogSince_ms } = state.standing;
  const head = seenOf(state)?.head;
  return {
    status: statusOf(state),
    logId,
    size: head?.size ?? 0,
    checkedAt_ms: state.checkedAt_ms,
    fingerprint: head === undefined ? null : fingerprintOf(head.publicKey),
    fault,
    otherLogSince_ms,
  };
};
