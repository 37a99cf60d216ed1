import type { Rule, Separation } from '../alerts.ts';
import { certaintyRank } from '../codes.ts';
import type { Certainty } from '../codes.ts';
import type { Approach, Stretch } from '../proximity/approach.ts';
import { certaintyWithin, toSeparation } from '../proximity/separation.ts';
import type { Tier } from './plan.ts';
import type { Mark } from './types.ts';
import type { Bounded } from '../proximity/types.ts';

/** What one rule measures at one instant: now, or a moment of the past that a fix has just settled. */
export type Reading = {
  readonly rule: Rule;
  readonly key: string;
  /** Nearest first. */
  readonly tiers: readonly Tier[];
  /** A moment of the past that a fix has just settled: what is possible is a matter of the present alone. */
  readonly past: boolean;
  /** The instant that is measured. */
  readonly at_ms: number;
  /** Since when what is measured is known: the newest fix behind it. */
  readonly known_ms: number;
  /** That fix has just been heard. */
  readonly isNews: boolean;
  /** When it is learned. */
  readonly now_ms: number;
  /** The distance at that instant. */
  readonly present: Bounded;
  /** What is measured rests on a fix that contradicts its own track and is doubted still: nothing is sure of it at tiers that wait. */
  readonly isDoubted: boolean;
  /** The present rests on a place that a device has kept and is handing in: where its person is now comes next, so nothing is sure of now. */
  readonly isHandedIn: boolean;
  /** Since when the present has rested on fixes that contradicted their track; null where it does not. */
  readonly doubted_ms: number | null;
  /** The stretch of the past that ends there and has just been settled; null where none was. */
  readonly stretch: Stretch | null;
  /** How the way goes on that the stretch is part of: what breaks a limit there is broken deepest where it comes nearest. */
  readonly ahead: readonly Stretch[];
  /** What follows it, with the last known place of whoever's next fix is awaited: nothing is found there, but nobody has left there either. */
  readonly unsettled: readonly Stretch[];
  /** The distance to a place that is held, nearer than the present; null where none is. */
  readonly held: Bounded | null;
  /** Offender's fixes accepted up to that instant. */
  readonly fixes: number;
  /** That instant, before the fix that is being evaluated, if one is. */
  readonly mark: Mark;
  /**
   * The offender's device has been silent for so long that whatever is possible is so by its silence. One that is handing in what it has kept
   * is not: the next message tells where they went, so nothing that was not possible before rings for the time between two messages.
   */
  readonly silent: boolean;
  /** Only a victim's last known place is left: nothing measured to it is confirmed. */
  readonly victimLost: boolean;
  /** What shows it came late: after newer ones, after the order's end, or when the next one had long been due. */
  readonly late: boolean;
};

/** A tier that is breached, with how sure that is and what shows it. */
export type Candidate = {
  readonly index: number;
  readonly tier: Tier;
  readonly certainty: Certainty;
  readonly measured: Bounded;
  /** When the breach was, where that is not the instant at which it is learned. */
  readonly closestAt_ms: number | null;
};

/** Certainty of a distance for a limit where it is likely or confirmed; only the present can make something possible. */
const sure = (b: Bounded, limit_m: number, { victimLost }: Reading): Certainty | null => {
  const certainty = certaintyWithin(b, limit_m);
  if (certainty === 'possible') return null;
  return certainty === 'confirmed' && victimLost ? 'likely' : certainty;
};

/** What was less than a second ago is now. */
const NOW_MS = 1000;

/** True where a fix has just shown what is now. */
export const isFresh = ({ isNews, known_ms, now_ms }: Reading): boolean => isNews && now_ms - known_ms < NOW_MS;

/** The time of the fix that shows the present, where that came late; null where it is now, or no fix has just shown it. */
const toldAt_ms = (reading: Reading): number | null => (reading.isNews && !isFresh(reading) ? reading.known_ms : null);

/** The nearest that a breach of a limit comes to from a stretch on, for as long as it lasts on that way. */
const nearestAhead = (stretch: Stretch, ahead: readonly Stretch[], limit_m: number): Approach => {
  let { nearest } = stretch;
  let { end } = stretch;
  for (const next of ahead) {
    if (end.d > limit_m) break;
    if (next.nearest.d < nearest.d) ({ nearest } = next);
    ({ end } = next);
  }
  return nearest;
};

/** A likely or confirmed breach of one tier, by the present or by the closest approach, whichever is surer. */
export const sureBreach = (reading: Reading, index: number): Candidate | null => {
  const tier = reading.tiers[index];
  if (tier === undefined) return null;
  const { stretch, present, at_ms, now_ms, isDoubted, doubted_ms, isHandedIn } = reading;
  const now = isHandedIn || (tier.waits && isDoubted) ? null : sure(present, tier.limit_m, reading);
  const then =
    stretch === null || (tier.waits && stretch.doubted) ? null : sure(stretch.nearest, tier.limit_m, reading);
  if (stretch !== null && then !== null) {
    const nearest = nearestAhead(stretch, reading.ahead, tier.limit_m);
    const certainty = sure(nearest, tier.limit_m, reading) ?? then;
    // What the present shows as surely is told as now, unless it was earlier.
    const isNow = now !== null && now_ms - nearest.at_ms < NOW_MS;
    if (now === null || certaintyRank(certainty) > certaintyRank(now) || (certainty === now && !isNow))
      return { index, tier, certainty, measured: nearest, closestAt_ms: Math.min(now_ms, Math.round(nearest.at_ms)) };
  }
  if (now === null) return null;
  const closestAt_ms =
    reading.past && at_ms < now_ms ? at_ms : ((tier.waits ? doubted_ms : null) ?? toldAt_ms(reading));
  return { index, tier, certainty: now, measured: present, closestAt_ms };
};

/** What makes a breach of the tier possible, the present or a place that is held; null where the present shows it, or nothing does. */
export const possibleBy = (reading: Reading, { limit_m, waits }: Tier): Bounded | null => {
  const { present, held } = reading;
  const isUnsure = present.d > limit_m || reading.isHandedIn || (waits && reading.isDoubted);
  if (present.min <= limit_m && isUnsure) return present;
  return held !== null && present.d > limit_m && held.min <= limit_m ? held : null;
};

/** The distance of a proximity rule as the record keeps it; a zone's edge is no distance between people. */
export const separationOf = (rule: Rule, measured: Bounded): Separation | null =>
  rule.type === 'proximity' ? toSeparation(measured) : null;
