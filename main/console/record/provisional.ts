import type { CommandId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { NOTHING_PROVISIONAL, beyondRecord, toldProvisional } from '../../../shared/domain/incidents/provisional.ts';
import type { ProvisionalEntries } from '../../../shared/domain/incidents/provisional.ts';
import type { Provisional } from '../../../shared/protocol/messages.ts';

/**
 * What the server has found and cannot record, as far as this console has heard, and what it has recorded and this console cannot. In memory only: never in the journal, and never in the tree that
 * the server is held to.
 */
export type ProvisionalKeeper = {
  /** Entries that the journal does not hold, in order. */
  readonly entries: () => ProvisionalEntries;
  /** Something of this command is among them. */
  readonly holds: (command: CommandId) => boolean;
  readonly told: (news: Provisional) => void;
  /** Entries of the server's record that this console's own disk does not take: shown all the same, and in the place of what was told of them. */
  readonly unkept: (entries: readonly Entry[]) => void;
  /** The journal reaches to `head` now and is the server's: what it holds is provisional no more. */
  readonly recorded: (head: number) => void;
  /** A connection is there again: the server tells anew, once the session stands on it, what is provisional still. */
  readonly unconfirm: () => void;
  /** Drops what the server has not told again, but for what its record has reached by now: this console is still to be given that. */
  readonly dropUnconfirmed: (serverHead: number) => void;
  readonly clear: () => void;
};

/** Keeps the list. `onTold` hears of each change that comes of itself, and not of what the journal has grown over. */
export const createProvisional = (given: {
  readonly journalHead: () => number;
  readonly onTold: (news: Provisional) => void;
  readonly onUnkept: (news: Provisional) => void;
}): ProvisionalKeeper => {
  let held: ProvisionalEntries = NOTHING_PROVISIONAL;
  /** Entries up to this number were told on an earlier connection, and not again since. */
  let unconfirmedUpTo = 0;

  return {
    // A journal that may turn out to be another server's takes nothing away for good.
    entries: () => beyondRecord(held, given.journalHead()),
    holds: (command) => beyondRecord(held, given.journalHead()).some(({ commandId }) => commandId === command),
    told: (news) => {
      unconfirmedUpTo = Math.min(unconfirmedUpTo, news.after);
      const next = toldProvisional(held, news);
      if (next === held) return;
      held = next;
      given.onTold(news);
    },
    unkept: (entries) => {
      const [first, last] = [entries[0], entries.at(-1)];
      if (first === undefined || last === undefined) return;
      const after = first.seq - 1;
      const next = [...held.filter(({ seq }) => seq <= after), ...entries, ...held.filter(({ seq }) => seq > last.seq)];
      const isSame = next.length === held.length && next.every(({ seq }, index) => held[index]?.seq === seq);
      held = next;
      if (!isSame) given.onUnkept({ after, entries: next.filter(({ seq }) => seq > after) });
    },
    recorded: (head) => {
      held = beyondRecord(held, head);
    },
    unconfirm: () => {
      unconfirmedUpTo = Number.POSITIVE_INFINITY;
    },
    dropUnconfirmed: (serverHead) => {
      const next = held.filter(({ seq }) => seq <= serverHead || seq > unconfirmedUpTo);
      unconfirmedUpTo = 0;
      if (next.length === held.length) return;
      held = next.length === 0 ? NOTHING_PROVISIONAL : next;
      given.onTold({ after: 0, entries: held });
    },
    clear: () => {
      held = NOTHING_PROVISIONAL;
      unconfirmedUpTo = 0;
    },
  };
};
