import type { LogFaultKind } from '../../../shared/api/log.ts';
import { emptyFrontier } from './frontier.ts';
import type { Standing } from './memory.ts';
import { seenOf } from './state.ts';
import type { Surroundings, WitnessEffect, WitnessState } from './state.ts';

/** The server signs with each heartbeat what it has recorded: a head that is this late is not on its way. */
export const HEAD_LATE_MS = 5000;

/** What an event has led to so far. */
export type Step = { readonly state: WitnessState; readonly effects: readonly WitnessEffect[] };

/** The step with a part of the state changed, and more to do. */
export const extend = (step: Step, change: Partial<WitnessState>, ...effects: readonly WitnessEffect[]): Step => ({
  state: { ...step.state, ...change },
  effects: [...step.effects, ...effects],
});

export const stand = (step: Step, change: Partial<Standing>): Step => {
  const standing: Standing = { ...step.state.standing, ...change };
  return extend(step, { standing }, { kind: 'keep-standing', standing });
};

/** Asks for news from the head seen on; not while a question is under way, nor once a fault stands. */
export const ask = (step: Step): Step => {
  const { state } = step;
  if (state.asked !== null || !state.isActive || state.standing.fault !== null) return step;
  const since = seenOf(state)?.head.size ?? 0;
  const asked = { since, logId: state.standing.logId, wasLate: state.owed?.isLate ?? false };
  return extend(step, { asked }, { kind: 'ask', since });
};

export const stopAwaiting = (step: Step): Step =>
  step.state.owed === null ? step : extend(step, { owed: null }, { kind: 'stop-awaiting' });

/** A signed head must follow what the journal holds. */
export const awaitHead = (step: Step, { journalHead }: Surroundings): Step => {
  const { isActive, owed, standing } = step.state;
  const covered = seenOf(step.state)?.head.size;
  if (!isActive || covered === undefined || standing.fault !== null) return step;
  // The time runs from the first entry that waits: more of them must not put it off.
  if (owed !== null && covered < owed.size) return step;
  const none = stopAwaiting(step);
  if (journalHead <= covered) return none;
  return extend(none, { owed: { size: journalHead, isLate: false } }, { kind: 'await-head', delay_ms: HEAD_LATE_MS });
};

export const forgetFrontier = (step: Step): Step =>
  extend(step, { frontier: emptyFrontier, isMatched: false }, { kind: 'drop-frontier' });

/** Something does not hold: it stands until a supervisor puts it away. `told`: entries the log has by the head at fault. */
export const fail = (step: Step, kind: LogFaultKind, told: number, { now_ms }: Surroundings): Step => {
  const verified = seenOf(step.state)?.head.size ?? 0;
  const stood = stopAwaiting(stand(step, { fault: { kind, since_ms: now_ms, verified, told } }));
  return extend(stood, { isUntold: false }, { kind: 'refused', reason: `log:${kind}` }, { kind: 'changed' });
};
