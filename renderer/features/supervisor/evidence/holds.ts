import { endOfHold } from '../../../../shared/domain/incidents/holds.ts';
import type { Hold, Incident } from '../../../../shared/domain/incidents/state.ts';
import { endOfDay, lastDayBefore } from '../../../lib/dates.ts';

/** What becomes of an incident's precise positions, or has become of them. */
export type PositionsFate =
  | { readonly kind: 'deleted' }
  /** The incident is not closed yet, and nothing will keep them once it is. */
  | { readonly kind: 'kept-until-closed' }
  /** A hold keeps them beyond closing; the one that reaches farthest. */
  | { readonly kind: 'held'; readonly hold: Hold };

const farthest = (a: Hold, b: Hold): Hold => (b.until_ms > a.until_ms ? b : a);

/** The hold of another incident of the story that keeps the positions of this one longest; null where none does. */
export const heldByStory = (story: readonly Held[], incident: Held, afterExport_s: number): Hold | null =>
  story
    .filter((one) => one !== incident)
    .flatMap((one) => holdsInForce(one, afterExport_s))
    .reduce<Hold | null>((longest, hold) => (longest === null ? hold : farthest(longest, hold)), null);

type Held = Pick<Incident, 'holds' | 'exportedAt_ms'>;

/** Holds in force, each with the time it really ends, the one that ends first at the top. */
export const holdsInForce = ({ holds, exportedAt_ms }: Held, afterExport_s: number): readonly Hold[] =>
  [...holds.values()]
    .map((hold) => ({ ...hold, until_ms: endOfHold(hold, exportedAt_ms, afterExport_s) }))
    .toSorted((a, b) => a.until_ms - b.until_ms);

export const positionsFate = (
  incident: Held & Pick<Incident, 'positionsExist'>,
  afterExport_s: number,
): PositionsFate => {
  if (!incident.positionsExist) return { kind: 'deleted' };
  const [first, ...rest] = holdsInForce(incident, afterExport_s);
  return first === undefined ? { kind: 'kept-until-closed' } : { kind: 'held', hold: rest.reduce(farthest, first) };
};

export type HoldEnd =
  { readonly ok: true; readonly until_ms: number } | { readonly ok: false; readonly fault: 'date' | 'past' | 'far' };

/** End of a hold from a typed date: the end of that day, not past, and within the longest time the policy admits. */
export const holdEnd = (date: string, now_ms: number, longest_s: number): HoldEnd => {
  const until_ms = endOfDay(date.trim());
  if (until_ms === null) return { ok: false, fault: 'date' };
  if (until_ms <= now_ms) return { ok: false, fault: 'past' };
  return until_ms > now_ms + longest_s * 1000 ? { ok: false, fault: 'far' } : { ok: true, until_ms };
};

/** The last day a hold may be given. */
export const lastHoldDay = (now_ms: number, longest_s: number): string => lastDayBefore(now_ms + longest_s * 1000);
