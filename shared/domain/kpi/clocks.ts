import type { ConsoleId } from '../ids.ts';
import type { Entry } from '../incidents/entries.ts';

/** How a console's clock stood against the server's while it worked: server minus console, ms. */
export type ClockOffsets = {
  readonly consoleId: ConsoleId;
  /** Entries that say so. */
  readonly count: number;
  readonly least_ms: number;
  readonly greatest_ms: number;
  readonly last_ms: number;
};

/** Clock offsets of every console that acted, in the order they first did. */
export const clockOffsets = (entries: readonly Entry[]): readonly ClockOffsets[] => {
  const seen = new Map<ConsoleId, ClockOffsets>();
  for (const { actor, clockOffset_ms: offset_ms } of entries) {
    if (actor.type !== 'operator' || offset_ms === undefined) continue;
    const before = seen.get(actor.consoleId);
    seen.set(actor.consoleId, {
      consoleId: actor.consoleId,
      count: (before?.count ?? 0) + 1,
      least_ms: Math.min(before?.least_ms ?? offset_ms, offset_ms),
      greatest_ms: Math.max(before?.greatest_ms ?? offset_ms, offset_ms),
      last_ms: offset_ms,
    });
  }
  return [...seen.values()];
};
