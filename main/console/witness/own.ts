import { hashEntry, isSame } from '../../evidence/log/hashes.ts';
import type { Hash } from '../../evidence/log/hashes.ts';
import type { LogId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { emptyFrontier, rootOf, withLeaf } from './frontier.ts';
import type { Frontier } from './frontier.ts';

/** The tree of what this console holds, grown by the entries that follow, up to `size`. */
export const grown = (frontier: Frontier, entries: readonly Entry[], size: number): Frontier =>
  entries.slice(0, size - frontier.size).reduce((tree, entry) => withLeaf(tree, hashEntry(entry)), frontier);

/** Whether the console's own entries are those a head of this size promises; null while they are not all hashed. */
export const holds = (frontier: Frontier, size: number, root: Hash): boolean | null =>
  frontier.size === size ? isSame(rootOf(frontier), root) : null;

/** A frontier that was kept for another log, or for a journal that has since become shorter, says nothing about this one. */
export const usable = (
  kept: { readonly logId: LogId | null; readonly frontier: Frontier } | null,
  logId: LogId | null,
  journalHead: number,
): Frontier =>
  kept === null || logId === null || kept.logId !== logId || kept.frontier.size > journalHead
    ? emptyFrontier
    : kept.frontier;
