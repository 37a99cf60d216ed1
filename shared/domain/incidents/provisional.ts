import type { IncidentId } from '../ids.ts';
import type { Entry } from './entries.ts';
import { foldEntries } from './fold.ts';
import type { World } from './state.ts';

/**
 * What the server has found and cannot write: entries with their numbers and times, of which nothing is on disk. They ring and are acted on,
 * and give way to what is recorded. A server that is killed loses them and gives their numbers to others.
 */
export type ProvisionalEntries = readonly Entry[];

/** One array for all, so that a list that stays empty stays the same. */
export const NOTHING_PROVISIONAL: ProvisionalEntries = [];

/** What is provisional after the server has told what follows number `after`: what it had told of later numbers holds no more. */
export const toldProvisional = (
  held: ProvisionalEntries,
  { after, entries }: { readonly after: number; readonly entries: readonly Entry[] },
): ProvisionalEntries => {
  const kept = held.filter(({ seq }) => seq <= after);
  if (kept.length === held.length && entries.length === 0) return held;
  const next = [...kept, ...entries];
  return next.length === 0 ? NOTHING_PROVISIONAL : next;
};

/** What of it a record that reaches to `head` does not hold. */
export const beyondRecord = (held: ProvisionalEntries, head: number): ProvisionalEntries => {
  if (held[0] === undefined || held[0].seq > head) return held;
  const rest = held.filter(({ seq }) => seq > head);
  return rest.length === 0 ? NOTHING_PROVISIONAL : rest;
};

/**
 * The record's world with what is not recorded yet over it. Where the record lags behind, what lies between is left out: an alarm must not wait
 * for it.
 */
export const withProvisional = (recorded: World, provisional: ProvisionalEntries): World =>
  provisional.length === 0 ? recorded : foldEntries(recorded, provisional);

/** Incidents of which something is not recorded yet. */
export const unrecordedIncidents = (provisional: ProvisionalEntries): ReadonlySet<IncidentId> =>
  new Set(provisional.flatMap(({ incidentId }) => incidentId ?? []));
