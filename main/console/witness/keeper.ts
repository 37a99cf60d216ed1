import { fromHex } from '../../evidence/log/hashes.ts';
import { fingerprintOf } from '../../evidence/log/heads.ts';
import type { LogFaultKind, LogState } from '../../../shared/api/log.ts';
import type { LogId, OperatorId } from '../../../shared/domain/ids.ts';
import type { SignedHead } from '../../../shared/domain/log.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { LogNews } from '../../../shared/protocol/messages.ts';
import type { Timers } from '../clock.ts';
import type { Journal } from '../store/journal.ts';
import { emptyFrontier } from './frontier.ts';
import { isSigned, judgeHead } from './judge.ts';
import type { LogMemory, Standing } from './memory.ts';
import { createOwed, HEAD_LATE_MS } from './owed.ts';
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
  /** The server's entry is not the one this console holds under its number: a fault, unless the server keeps another log. */
  readonly entriesDiffer: () => void;
  readonly view: () => LogState;
  /** Last head of the followed log that held; null where there is none. */
  readonly seen: () => SignedHead | null;
  /** Puts a fault away: from here on the server's present log is taken on trust. False where there is none. */
  readonly accept: (by: OperatorId) => boolean;
  /** A supervisor has seen that the server keeps another log. False where it does not. */
  readonly dismissOtherLog: (by: OperatorId) => boolean;
  readonly close: () => void;
};

/** Why there is no news: nothing heard, ask again, the server says that it cannot store heads, or this operator may not read them. */
export type NewsFailure = 'unheard' | 'later' | 'cannot-store' | 'not-allowed';

type LogOptions = {
  readonly memory: LogMemory;
  readonly journal: Pick<Journal, 'head' | 'page'>;
  /** Whether the journal is known to be the server's and complete. */
  readonly isCaughtUp: () => boolean;
  readonly fetchNews: (since: number) => Promise<Result<LogNews, NewsFailure>>;
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
  let frontier = usable(memory.frontier(), standing.logId, journal.head());
  let checkedAt_ms: number | null = null;
  let matched = false;
  let active = false;
  let asking = false;
  let hashing = false;
  const owed = createOwed(timers, () => {
    options.onChange();
    void ask();
  });
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

  const forgetFrontier = (): void => {
    frontier = emptyFrontier;
    matched = false;
    keep(memory.dropFrontier);
  };
  // A row that is of no use now could seem to be of use once the journal is long enough again.
  if (frontier.size === 0) keep(memory.dropFrontier);

  const stand = (next: Partial<Standing>): void => {
    standing = { ...standing, ...next };
    keep(() => memory.stand(standing));
  };

  const fail = (kind: LogFaultKind, told: number): void => {
    const verified = seen?.head.size ?? 0;
    stand({ fault: { kind, since_ms: now(), verified, told } });
    owed.drop();
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
    keep(() => memory.keepFrontier(frontier, head.logId));
    matched = true;
    options.onChange();
  };
  const hashSoon = (): void => {
    if (hashing) return;
    hashing = true;
    cancelHash = timers.after(0, hashOn);
  };

  const turnTo = (logId: LogId): void => {
    const isOther = standing.logId !== null;
    seen = memory.seen(logId);
    forgetFrontier();
    owed.drop();
    stand({ logId, isDisputed: false, otherLogSince_ms: isOther ? now() : standing.otherLogSince_ms });
  };

  /** No head at all: an empty log promises nothing yet; one that had promised something withholds it. */
  const takeNone = (logId: LogId): void => {
    if (logId !== standing.logId) {
      turnTo(logId);
      checkedAt_ms = null;
      options.onChange();
    }
    if (seen !== null) fail('withheld', journal.head());
  };

  /**
   * The server may keep another log than the one this console followed: what was seen of that one before, if ever, counts. False where
   * it is a fault: whoever signs two logs with one key tells two histories.
   */
  const follow = (signed: SignedHead): boolean => {
    const { logId, publicKey, size } = signed.head;
    if (logId === standing.logId && seen !== null) return true;
    const isOther = standing.logId !== null;
    if (isOther && !isSigned(signed)) {
      fail('signature', size);
      return false;
    }
    const isSameKey = seen?.head.publicKey === publicKey || memory.isKeyOfOther(publicKey, logId);
    if (isOther && isSameKey) {
      fail('renamed', size);
      return false;
    }
    if (logId !== standing.logId) turnTo(logId);
    return true;
  };

  const watchHeads = (): void => {
    if (active && seen !== null && standing.fault === null) owed.look(journal.head(), seen.head.size);
  };

  const take = (signed: SignedHead, news: LogNews): void => {
    const verdict = judgeHead(seen?.head ?? null, signed, news.proof, options.serverNow());
    if (!verdict.ok)
      return verdict.error === 'time' ? options.onRefused('log:time') : fail(verdict.error, signed.head.size);
    // The same log, grown from what was seen, and yet an entry was another before.
    if (standing.isDisputed) return fail('entries-differ', signed.head.size);
    const stands = matched && seen?.head.size === signed.head.size;
    matched = stands;
    seen = verdict.value;
    keep(() => memory.see(signed, now()));
    checkedAt_ms = now();
    watchHeads();
    hashOn();
    if (stands || !matched) options.onChange(); // otherwise said when it matched
  };

  type Asked = { readonly since: number; readonly logId: LogState['logId'] };
  const weigh = (news: LogNews, { since, logId }: Asked): void => {
    const signed = news.signedHead;
    if (signed === null) return takeNone(news.logId);
    if (!follow(signed)) return;
    // Another log, or another head seen while asking: this proof does not begin there.
    const isElsewhere = standing.logId !== logId || (seen?.head.size ?? 0) !== since;
    if (isElsewhere && seen !== null) return void ask();
    take(signed, news);
  };

  const askIn = (delay_ms: number): void => {
    cancelRetry();
    cancelRetry = timers.after(delay_ms, () => void ask());
  };

  /** A head was late before it was asked for, and is late still. */
  const judgeLate = (answer: Result<LogNews, NewsFailure>, late: number): void => {
    const size = answer.ok ? (answer.value.signedHead?.head.size ?? 0) : 0;
    if (answer.ok ? size < late : answer.error === 'unheard') fail('withheld', journal.head());
    else if (answer.ok) askIn(HEAD_LATE_MS); // it is there, but not to be believed now
  };

  const ask = async (): Promise<void> => {
    if (asking || !active || standing.fault !== null) return;
    asking = true;
    const wasLate = owed.late() !== null;
    const asked: Asked = { since: seen?.head.size ?? 0, logId: standing.logId };
    const answer = await options.fetchNews(asked.since).finally(() => (asking = false));
    if (!active || standing.fault !== null) return;
    if (answer.ok) weigh(answer.value, asked);
    else if (answer.error !== 'not-allowed') askIn(RETRY_MS);
    const late = owed.late();
    if (late === null) return;
    if (wasLate) judgeLate(answer, late);
    else void ask();
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
      owed.drop();
    },
    journalGrew: () => {
      watchHeads();
      hashSoon();
    },
    journalReset: () => {
      forgetFrontier();
      owed.drop();
      hashSoon();
    },
    entriesDiffer: () => {
      if (standing.fault !== null || standing.logId === null) return;
      // Which log this server keeps may not be known yet: the next head tells.
      stand({ isDisputed: true });
      void ask();
    },
    seen: () => seen,
    view: () => ({
      status: ((): LogState['status'] => {
        if (standing.fault !== null) return 'fault';
        if (seen === null || checkedAt_ms === null) return 'unknown';
        return matched && owed.late() === null ? 'verified' : 'checking';
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
      forgetFrontier();
      // A log under another name is taken like the first one ever.
      stand({ fault: null, isDisputed: false, logId: fault.kind === 'renamed' ? null : logId });
      keep(options.onAccepted);
      options.onChange();
      void ask();
      return true;
    },
    dismissOtherLog: (by) => {
      const { otherLogSince_ms, logId } = standing;
      if (otherLogSince_ms === null || logId === null) return false;
      memory.dismiss(otherLogSince_ms, logId, by, now());
      stand({ otherLogSince_ms: null });
      options.onChange();
      return true;
    },
    close: () => {
      active = false;
      cancelRetry();
      cancelHash();
      owed.drop();
    },
  };
};
