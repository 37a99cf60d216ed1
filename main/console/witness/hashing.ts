import type { LogId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { fromHex, hashEntry, isSame } from '../../evidence/log/hashes.ts';
import { emptyFrontier, rootOf, withLeaf } from './frontier.ts';
import type { Frontier } from './frontier.ts';
import { seenOf } from './state.ts';
import type { Surroundings } from './state.ts';
import { extend, fail } from './step.ts';
import type { Step } from './step.ts';

/** A frontier that was kept for another log, or for a journal that has since become shorter, says nothing about this one. */
export const usableFrontier = (
  kept: { readonly logId: LogId | null; readonly frontier: Frontier } | null,
  logId: LogId | null,
  journalHead: number,
): Frontier =>
  kept === null || logId === null || kept.logId !== logId || kept.frontier.size > journalHead
    ? emptyFrontier
    : kept.frontier;

/** The tree of what this console holds, grown by the entries that follow, up to `size`. */
const grown = (frontier: Frontier, entries: readonly Entry[], size: number): Frontier =>
  entries.slice(0, size - frontier.size).reduce((tree, entry) => withLeaf(tree, hashEntry(entry)), frontier);

const tell = (step: Step): Step =>
  step.state.isUntold ? extend(step, { isUntold: false }, { kind: 'changed' }) : step;

export const hashSoon = (step: Step): Step =>
  step.state.isHashDue ? step : extend(step, { isHashDue: true }, { kind: 'hash-soon' });

/** Holds the root of the own entries against the head seen, once all it covers are hashed. */
const compare = (step: Step, around: Surroundings): Step => {
  const { frontier } = step.state;
  const head = seenOf(step.state)?.head;
  if (head === undefined) return step;
  if (frontier.size !== head.size) return tell(hashSoon(step));
  if (!isSame(rootOf(frontier), fromHex(head.root))) return fail(step, 'entries-differ', head.size, around);
  const kept = { kind: 'keep-frontier', frontier, logId: head.logId } as const;
  return extend(step, { isMatched: true, isUntold: false }, kept, { kind: 'changed' });
};

/** Hashes own entries up to the head seen, and compares: a page at a time, so that the link's heartbeat is heard in between. */
export const hashOn = (step: Step, around: Surroundings): Step => {
  const { frontier, isMatched, standing } = step.state;
  const head = seenOf(step.state)?.head;
  const isNothingToDo = head === undefined || standing.fault !== null || isMatched;
  if (isNothingToDo || !around.isCaughtUp || around.journalHead < head.size || frontier.size > head.size) {
    return tell(step);
  }
  if (frontier.size === head.size) return compare(step, around);
  return extend(step, {}, { kind: 'read-journal', since: frontier.size });
};

/** Takes in a page of the journal; null where its rows do not fit, and then the record keeper takes the journal anew. */
export const takePage = (step: Step, since: number, entries: readonly Entry[] | null, around: Surroundings): Step => {
  const head = seenOf(step.state)?.head;
  if (entries === null) return tell(extend(step, {}, { kind: 'refused', reason: 'log:journal' }));
  // Read for a frontier that is not the present one any more.
  if (head === undefined || step.state.frontier.size !== since) return tell(step);
  return compare(extend(step, { frontier: grown(step.state.frontier, entries, head.size) }), around);
};
