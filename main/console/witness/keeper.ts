import type { LogState } from '../../../shared/api/log.ts';
import type { OperatorId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { SignedHead } from '../../../shared/domain/log.ts';
import { err, unreachable } from '../../../shared/domain/result.ts';
import type { LogNews } from '../../../shared/protocol/messages.ts';
import type { Timers } from '../clock.ts';
import type { Journal } from '../store/journal.ts';
import type { LogMemory } from './memory.ts';
import { reduceWitness, takeUp } from './reduce.ts';
import { seenOf, viewOf } from './state.ts';
import type { NewsAnswer, Surroundings, WitnessEffect, WitnessEvent } from './state.ts';

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

type LogOptions = {
  readonly memory: LogMemory;
  readonly journal: Pick<Journal, 'head' | 'page'>;
  /** Whether the journal is known to be the server's and complete. */
  readonly isCaughtUp: () => boolean;
  readonly fetchNews: (since: number) => Promise<NewsAnswer>;
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

/**
 * Holds every new head of the server's log against the last one seen, and against the console's own entries. What is decided stands in
 * `reduce`; this hands events to it and carries out what it answers, and never blocks the console's work.
 */
export const createLogKeeper = (options: LogOptions): LogKeeper => {
  const { memory, journal, timers } = options;
  const none = (): void => undefined;
  let cancelAsk = none;
  let cancelAwait = none;
  let cancelHash = none;
  const begun = takeUp({
    standing: memory.standing(),
    heads: memory.heads(),
    frontier: memory.frontier(),
    journalHead: journal.head(),
  });
  let state = begun.state;
  /** Events wait for each other: one that an effect brings about comes after all effects of the event before it. */
  const waiting: WitnessEvent[] = [];
  let isRunning = false;

  /** A full disk must not end the checking: what could not be written is held in memory until this process ends. */
  const keep = (write: () => void): void => {
    try {
      write();
    } catch {
      options.onRefused('log:store');
    }
  };

  const page = (since: number): readonly Entry[] | null => {
    try {
      return journal.page(since);
    } catch {
      return null; // rows that do not fit: the record keeper takes the journal anew
    }
  };

  const carryOut = (effect: WitnessEffect): void => {
    switch (effect.kind) {
      case 'ask':
        // An answer that never comes is a bug of the link; the question is over all the same, so that the next can be asked.
        return void options.fetchNews(effect.since).then(
          (answer) => dispatch({ kind: 'answered', answer }),
          (thrown: unknown) => {
            dispatch({ kind: 'answered', answer: err('not-allowed') });
            throw thrown;
          },
        );
      case 'ask-in':
        cancelAsk();
        cancelAsk = timers.after(effect.delay_ms, () => dispatch({ kind: 'ask-due' }));
        return;
      case 'stop-asking':
        return cancelAsk();
      case 'await-head':
        cancelAwait = timers.after(effect.delay_ms, () => dispatch({ kind: 'head-late' }));
        return;
      case 'stop-awaiting':
        return cancelAwait();
      case 'hash-soon':
        cancelHash = timers.after(0, () => dispatch({ kind: 'hash-due' }));
        return;
      case 'stop-hashing':
        return cancelHash();
      case 'read-journal':
        return dispatch({ kind: 'journal-read', since: effect.since, entries: page(effect.since) });
      case 'keep-standing':
        return keep(() => memory.stand(effect.standing));
      case 'keep-head':
        return keep(() => memory.see(effect.signed, effect.at_ms));
      case 'keep-frontier':
        return keep(() => memory.keepFrontier(effect.frontier, effect.logId));
      case 'drop-frontier':
        return keep(memory.dropFrontier);
      case 'refused':
        return options.onRefused(effect.reason);
      case 'fetch-anew':
        return keep(options.onAccepted);
      case 'changed':
        return options.onChange();
      default:
        return unreachable(effect);
    }
  };

  const around = (): Surroundings => ({
    now_ms: options.now(),
    serverNow_ms: options.serverNow(),
    journalHead: journal.head(),
    isCaughtUp: options.isCaughtUp(),
  });

  const dispatch = (event: WitnessEvent): void => {
    waiting.push(event);
    if (isRunning) return;
    isRunning = true;
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const step = reduceWitness(state, next, around());
        state = step.state;
        for (const effect of step.effects) carryOut(effect);
      }
    } finally {
      isRunning = false;
    }
  };

  for (const effect of begun.effects) carryOut(effect);

  return {
    heard: (news) => dispatch({ kind: 'heard', news }),
    start: () => dispatch({ kind: 'started' }),
    stop: () => dispatch({ kind: 'stopped' }),
    journalGrew: () => dispatch({ kind: 'journal-grew' }),
    journalReset: () => dispatch({ kind: 'journal-reset' }),
    entriesDiffer: () => dispatch({ kind: 'entries-differ' }),
    seen: () => seenOf(state),
    view: () => viewOf(state),
    accept: (by) => {
      const { fault, logId } = state.standing;
      if (fault === null || logId === null) return false;
      // Who put it away is on disk before anything is forgotten: where that fails, the fault stays.
      memory.accept(fault, logId, by, options.now());
      dispatch({ kind: 'accepted' });
      return true;
    },
    dismissOtherLog: (by) => {
      const { otherLogSince_ms, logId } = state.standing;
      if (otherLogSince_ms === null || logId === null) return false;
      memory.dismiss(otherLogSince_ms, logId, by, options.now());
      dispatch({ kind: 'dismissed' });
      return true;
    },
    close: () => dispatch({ kind: 'closed' }),
  };
};
