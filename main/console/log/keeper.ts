import { fromHex } from '../../evidence/log/hashes.ts';
import { fingerprintOf } from '../../evidence/log/heads.ts';
import type { LogFaultKind, LogState } from '../../../shared/api/log.ts';
import type { OperatorId } from '../../../shared/domain/ids.ts';
import type { SignedHead } from '../../../shared/domain/log.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { LogNews } from '../../../shared/protocol/messages.ts';
import type { Timers } from '../clock.ts';
import type { Journal } from '../store/journal.ts';
import { emptyFrontier } from './frontier.ts';
import { judgeHead } from './judge.ts';
import type { LogMemory, Standing } from './memory.ts';
import { grown, holds, usable } from './own.ts';

export type LogKeeper = {
  /** A head the server told by itself. */
  readonly heard: (news: LogNews) => void;
  /** A session stands: asks for the newest head, proven from the last one seen. */
  readonly start: () => void;
  readonly stop: () => void;
  /** The journal has grown, or has been found to be the server's. */
  readonly journalGrew: () => void;
  /** The journal began anew. */
  readonly journalReset: () => void;
  readonly view: () => LogState;
  /** Puts a fault away: from here on the server's present log is taken on trust. False where there is none. */
  readonly accept: (by: OperatorId) => boolean;
  /** Somebody has seen that the server keeps another log. */
  readonly dismissOtherLog: () => void;
  readonly close: () => void;
};

type LogOptions = {
  readonly memory: LogMemory;
  readonly journal: Pick<Journal, 'head' | 'page'>;
  /** Whether the journal is known to be the server's and complete. */
  readonly isCaughtUp: () => boolean;
  readonly fetchNews: (since: number) => Promise<Result<LogNews, 'later' | 'not-allowed'>>;
  readonly timers: Timers;
  readonly now: () => number;
  /** The server's clock as the console knows it. */
  readonly serverNow: () => number;
  /** A head was not taken although it breaks no promise, or the journal could not be read. */
  readonly onRefused: (reason: string) => void;
  /** What this console held against the server was put away: its entries are to be fetched anew. */
  readonly onAccepted: () => void;
  readonly onChange: () => void;
};

const RETRY_MS = 1000;

/**
 * Holds every new head of the server's log against the last one seen, and against the console's own entries. What is decided stands in
 * `judge`; this keeps it, asks again where a proof does not begin at what was seen, and never blocks the console's work.
 */
export const createLogKeeper = (options: LogOptions): LogKeeper => {
  const { memory, journal, timers, now } = options;
  let standing: Standing = memory.standing();
  let seen: SignedHead | null = standing.logId === null ? null : memory.seen(standing.logId);
  let frontier = usable(memory.frontier(), journal.head());
  let checkedAt_ms: number | null = null;
  let matched = false;
  let active = false;
  let asking = false;
  let hashing = false;
  let cancelRetry: () => void = () => undefined;
  let cancelHash: () => void = () => undefined;

  /** A full disk must not end the checking: what could not be written is held in memory until this process ends. */
  const keep = (write: () => void): void => {
    try {
      write();
    } catch {
      options.onRefused('log:store');
    }
  };

  const stand = (next: Partial<Standing>): void => {
    standing = { ...standing, ...next };
    keep(() => memory.stand(standing));
  };

  const fail = (kind: LogFaultKind, told: number): void => {
    const verified = seen?.head.size ?? 0;
    stand({ fault: { kind, since_ms: now(), verified, told } });
    options.onRefused(`log:${kind}`);
    options.onChange();
  };

  /** Hashes own entries up to the head seen, and compares: a page at a time, so that the link's heartbeat is heard in between. */
  const hashOn = (): void => {
    hashing = false;
    const head = seen?.head;
    if (head === undefined || standing.fault !== null || matched || !options.isCaughtUp()) return;
    if (journal.head() < head.size || frontier.size > head.size) return;
    try {
      if (frontier.size < head.size) frontier = grown(frontier, journal.page(frontier.size), head.size);
    } catch {
      return options.onRefused('log:journal'); // rows that do not fit: the record keeper takes the journal anew
    }
    const same = holds(frontier, head.size, fromHex(head.root));
    if (same === null) return hashSoon();
    if (!same) return fail('entries-differ', head.size);
    keep(() => memory.keepFrontier(frontier));
    matched = true;
    options.onChange();
  };
  const hashSoon = (): void => {
    if (hashing) return;
    hashing = true;
    cancelHash = timers.after(0, hashOn);
  };

  /** The server keeps another log than the one this console followed: what was seen of this one before, if ever, counts. */
  const follow = (signed: SignedHead): void => {
    const { logId } = signed.head;
    if (logId === standing.logId) return;
    const isOther = standing.logId !== null;
    seen = memory.seen(logId);
    frontier = emptyFrontier;
    matched = false;
    stand({ logId, otherLogSince_ms: isOther ? now() : standing.otherLogSince_ms });
  };

  const take = (signed: SignedHead, news: LogNews): void => {
    const verdict = judgeHead(seen?.head ?? null, signed, news.proof, options.serverNow());
    if (!verdict.ok)
      return verdict.error === 'time' ? options.onRefused('log:time') : fail(verdict.error, signed.head.size);
    const stands = matched && seen?.head.size === signed.head.size;
    matched = stands;
    seen = verdict.value;
    keep(() => memory.see(signed, now()));
    checkedAt_ms = now();
    hashOn();
    if (stands || !matched) options.onChange(); // otherwise said when it matched
  };

  const ask = async (): Promise<void> => {
    if (asking || !active || standing.fault !== null) return;
    asking = true;
    const since = seen?.head.size ?? 0;
    const logId = standing.logId;
    const answer = await options.fetchNews(since).finally(() => (asking = false));
    if (!active || standing.fault !== null) return;
    if (!answer.ok) {
      if (answer.error === 'later') cancelRetry = timers.after(RETRY_MS, () => void ask());
      return;
    }
    const signed = answer.value.signedHead;
    if (signed === null) return; // an empty log promises nothing yet
    follow(signed);
    // Another log, or another head seen while asking: this proof does not begin there.
    if (standing.logId !== logId || (seen?.head.size ?? 0) !== since)
      return seen === null ? take(signed, answer.value) : ask();
    take(signed, answer.value);
  };

  const heard = (news: LogNews): void => {
    const signed = news.signedHead;
    if (signed === null || !active || standing.fault !== null) return;
    const known = seen?.head;
    const proves = known !== undefined && known.logId === signed.head.logId && news.since === known.size;
    // A head that came ahead of an answer under way may be older than what is seen: only an answer to a question is held against.
    if (proves && signed.head.size > known.size) take(signed, news);
    else void ask();
  };

  return {
    heard,
    start: () => {
      active = true;
      void ask();
    },
    stop: () => {
      active = false;
      cancelRetry();
    },
    journalGrew: hashSoon,
    journalReset: () => {
      frontier = emptyFrontier;
      matched = false;
      hashSoon();
    },
    view: () => ({
      status: ((): LogState['status'] => {
        if (standing.fault !== null) return 'fault';
        if (seen === null || checkedAt_ms === null) return 'unknown';
        return matched ? 'verified' : 'checking';
      })(),
      logId: standing.logId,
      size: seen?.head.size ?? 0,
      checkedAt_ms,
      fingerprint: seen === null ? null : fingerprintOf(seen.head.publicKey),
      fault: standing.fault,
      otherLogSince_ms: standing.otherLogSince_ms,
    }),
    accept: (by) => {
      const { fault, logId } = standing;
      if (fault === null || logId === null) return false;
      memory.accept(fault, logId, by, now());
      seen = null;
      checkedAt_ms = null;
      stand({ fault: null });
      keep(options.onAccepted);
      options.onChange();
      void ask();
      return true;
    },
    dismissOtherLog: () => {
      stand({ otherLogSince_ms: null });
      options.onChange();
    },
    close: () => {
      active = false;
      cancelRetry();
      cancelHash();
    },
  };
};
