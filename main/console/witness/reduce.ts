import type { LogFaultKind } from '../../../shared/api/log.ts';
import type { LogId } from '../../../shared/domain/ids.ts';
import type { SignedHead } from '../../../shared/domain/log.ts';
import { unreachable } from '../../../shared/domain/result.ts';
import type { LogNews } from '../../../shared/protocol/messages.ts';
import type { Frontier } from './frontier.ts';
import { hashOn, hashSoon, takePage, usableFrontier } from './hashing.ts';
import { isSigned, judgeHead } from './judge.ts';
import type { Standing } from './memory.ts';
import { seenOf } from './state.ts';
import type { Asked, NewsAnswer, Surroundings, WitnessEvent, WitnessState } from './state.ts';
import { ask, awaitHead, extend, fail, forgetFrontier, HEAD_LATE_MS, stand, stopAwaiting } from './step.ts';
import type { Step } from './step.ts';

const RETRY_MS = 1000;

/** Takes up what an earlier run of this console kept. */
export const takeUp = (kept: {
  readonly standing: Standing;
  readonly heads: ReadonlyMap<LogId, SignedHead>;
  readonly frontier: { readonly logId: LogId | null; readonly frontier: Frontier } | null;
  readonly journalHead: number;
}): Step => {
  const frontier = usableFrontier(kept.frontier, kept.standing.logId, kept.journalHead);
  const state: WitnessState = {
    standing: kept.standing,
    heads: kept.heads,
    frontier,
    isMatched: false,
    checkedAt_ms: null,
    isActive: false,
    asked: null,
    owed: null,
    isHashDue: false,
    isUntold: false,
  };
  // A row that is of no use now could seem to be of use once the journal is long enough again.
  return { state, effects: frontier.size === 0 ? [{ kind: 'drop-frontier' }] : [] };
};

/** From here on another log is followed: what was seen of it before, if ever, counts. */
const turnTo = (step: Step, logId: LogId, { now_ms }: Surroundings): Step => {
  const { standing } = step.state;
  const otherLogSince_ms = standing.logId === null ? standing.otherLogSince_ms : now_ms;
  return stand(stopAwaiting(forgetFrontier(step)), { logId, isDisputed: false, otherLogSince_ms });
};

/** No head at all: an empty log promises nothing yet; one that had promised something withholds it. */
const takeNone = (step: Step, logId: LogId, around: Surroundings): Step => {
  const isFollowed = logId === step.state.standing.logId;
  const turned = isFollowed ? step : extend(turnTo(step, logId, around), { checkedAt_ms: null }, { kind: 'changed' });
  return seenOf(turned.state) === null ? turned : fail(turned, 'withheld', around.journalHead, around);
};

/**
 * Why the log that a head is of may not be followed; null where it may. The server may keep another log than the one this console
 * followed, but whoever signs two logs with one key tells two histories.
 */
const faultOfLog = (state: WitnessState, signed: SignedHead): LogFaultKind | null => {
  const { logId, publicKey } = signed.head;
  const seen = seenOf(state);
  const followed = state.standing.logId;
  if (followed === null || (logId === followed && seen !== null)) return null;
  if (!isSigned(signed)) return 'signature';
  const others = [...state.heads].filter(([id]) => id !== logId);
  return others.some(([, { head }]) => head.publicKey === publicKey) ? 'renamed' : null;
};

const take = (step: Step, signed: SignedHead, { proof }: LogNews, around: Surroundings): Step => {
  const { state } = step;
  const seen = seenOf(state);
  const verdict = judgeHead(seen?.head ?? null, signed, proof, around.serverNow_ms);
  const { logId, size } = signed.head;
  if (!verdict.ok) {
    if (verdict.error === 'time') return extend(step, {}, { kind: 'refused', reason: 'log:time' });
    return fail(step, verdict.error, size, around);
  }
  // The same log, grown from what was seen, and yet an entry was another before.
  if (state.standing.isDisputed) return fail(step, 'entries-differ', size, around);
  const isMatched = state.isMatched && seen?.head.size === size;
  const heads = new Map(state.heads).set(logId, verdict.value);
  const change = { heads, isMatched, checkedAt_ms: around.now_ms, isUntold: true };
  const taken = extend(step, change, { kind: 'keep-head', signed, at_ms: around.now_ms });
  return hashOn(awaitHead(taken, around), around);
};

const weigh = (step: Step, news: LogNews, asked: Asked, around: Surroundings): Step => {
  const signed = news.signedHead;
  if (signed === null) return takeNone(step, news.logId, around);
  const fault = faultOfLog(step.state, signed);
  if (fault !== null) return fail(step, fault, signed.head.size, around);
  const { logId } = signed.head;
  const followed = logId === step.state.standing.logId ? step : turnTo(step, logId, around);
  const seen = seenOf(followed.state);
  // Another log, or another head seen while asking: this proof does not begin there.
  const isElsewhere = logId !== asked.logId || (seen?.head.size ?? 0) !== asked.since;
  return isElsewhere && seen !== null ? ask(followed) : take(followed, signed, news, around);
};

/** A head was late before it was asked for, and is late still. */
const judgeLate = (step: Step, answer: NewsAnswer, late: number, around: Surroundings): Step => {
  if (!answer.ok) return answer.error === 'unheard' ? fail(step, 'withheld', around.journalHead, around) : step;
  const size = answer.value.signedHead?.head.size ?? 0;
  if (size < late) return fail(step, 'withheld', around.journalHead, around);
  // It is there, but not to be believed now.
  return extend(step, {}, { kind: 'ask-in', delay_ms: HEAD_LATE_MS });
};

const takeAnswer = (step: Step, answer: NewsAnswer, around: Surroundings): Step => {
  const { asked, isActive, standing } = step.state;
  const idle = extend(step, { asked: null });
  if (asked === null || !isActive || standing.fault !== null) return idle;
  let weighed = idle;
  if (answer.ok) weighed = weigh(idle, answer.value, asked, around);
  else if (answer.error !== 'not-allowed') weighed = extend(idle, {}, { kind: 'ask-in', delay_ms: RETRY_MS });
  const { owed } = weighed.state;
  if (owed?.isLate !== true) return weighed;
  return asked.wasLate ? judgeLate(weighed, answer, owed.size, around) : ask(weighed);
};

const hear = (step: Step, news: LogNews, around: Surroundings): Step => {
  const signed = news.signedHead;
  if (signed === null || !step.state.isActive || step.state.standing.fault !== null) return step;
  const known = seenOf(step.state)?.head;
  const proves = known !== undefined && known.logId === signed.head.logId && news.since === known.size;
  // A head that came ahead of an answer under way may be older than what is seen: only an answer to a question is held against.
  return proves && signed.head.size > known.size ? take(step, signed, news, around) : ask(step);
};

/** From here on the server's present log is taken on trust; one under another name like the first one ever. */
const accept = (step: Step): Step => {
  const { fault, logId } = step.state.standing;
  if (fault === null || logId === null) return step;
  const heads = new Map([...step.state.heads].filter(([id]) => id !== logId));
  const trusted = forgetFrontier(extend(step, { heads, checkedAt_ms: null }));
  const stood = stand(trusted, { fault: null, isDisputed: false, logId: fault.kind === 'renamed' ? null : logId });
  return ask(extend(stood, {}, { kind: 'fetch-anew' }, { kind: 'changed' }));
};

/** The server's entry is not the one held. Which log it keeps may not be known yet: the next head tells. */
const dispute = (step: Step): Step => {
  const { fault, logId } = step.state.standing;
  return fault !== null || logId === null ? step : ask(stand(step, { isDisputed: true }));
};

const headLate = (step: Step): Step => {
  const { owed } = step.state;
  return owed === null ? step : ask(extend(step, { owed: { ...owed, isLate: true } }, { kind: 'changed' }));
};

/** Holds what happens against the last head seen and the console's own entries; says what is to be done, and does none of it. */
export const reduceWitness = (state: WitnessState, event: WitnessEvent, around: Surroundings): Step => {
  const step: Step = { state, effects: [] };
  switch (event.kind) {
    case 'started':
      return ask(extend(step, { isActive: true }));
    case 'stopped':
      return stopAwaiting(extend(step, { isActive: false }, { kind: 'stop-asking' }));
    case 'closed':
      return stopAwaiting(extend(step, { isActive: false }, { kind: 'stop-asking' }, { kind: 'stop-hashing' }));
    case 'heard':
      return hear(step, event.news, around);
    case 'answered':
      return takeAnswer(step, event.answer, around);
    case 'ask-due':
      return ask(step);
    case 'head-late':
      return headLate(step);
    case 'journal-grew':
      return hashSoon(awaitHead(step, around));
    case 'journal-reset':
      return hashSoon(stopAwaiting(forgetFrontier(step)));
    case 'entries-differ':
      return dispute(step);
    case 'hash-due':
      return hashOn(extend(step, { isHashDue: false }), around);
    case 'journal-read':
      return takePage(step, event.since, event.entries, around);
    case 'accepted':
      return accept(step);
    case 'dismissed':
      return extend(stand(step, { otherLogSince_ms: null }), {}, { kind: 'changed' });
    default:
      return unreachable(event);
  }
};
