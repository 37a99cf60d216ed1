import type { AlertCause, Rule, Separation } from '../alerts.ts';
import { certaintyRank } from '../codes.ts';
import type { Certainty } from '../codes.ts';
import type { Approach } from '../proximity/approach.ts';
import { certaintyWithin, toSeparation } from '../proximity/separation.ts';
import type { Tier } from './plan.ts';
import type { Mark } from './types.ts';
import type { Bounded } from '../proximity/types.ts';

/** What one rule measures at one instant. */
export type Reading = {
  readonly rule: Rule;
  readonly key: string;
  /** Nearest first. */
  readonly tiers: readonly Tier[];
  readonly now_ms: number;
  /** The distance now. */
  readonly present: Bounded;
  /** How near the stretch of the past came that has just been settled; null where none was. */
  readonly approach: Approach | null;
  /** Lower bound of the distance to a place that is held; infinite where none is. */
  readonly heldMin_m: number;
  /** Offender's fixes accepted so far. */
  readonly fixes: number;
  /** Now, before the fix that is being evaluated, if one is. */
  readonly mark: Mark;
  readonly cause: AlertCause;
  readonly late: boolean;
};

/** A tier that is breached, with how sure that is and what shows it. */
export type Candidate = {
  readonly index: number;
  readonly tier: Tier;
  readonly certainty: Certainty;
  readonly measured: Bounded;
  readonly closestAt_ms: number | null;
};

/** Certainty of a distance for a limit where it is likely or confirmed; only the present can make something possible. */
const sure = (b: Bounded | null, limit_m: number): Certainty | null => {
  const certainty = b === null ? null : certaintyWithin(b, limit_m);
  return certainty === 'possible' ? null : certainty;
};

/** A likely or confirmed breach of one tier, by the present or by the closest approach, whichever is surer. */
export const sureBreach = (reading: Reading, index: number): Candidate | null => {
  const tier = reading.tiers[index];
  if (tier === undefined) return null;
  const now = reading.late ? null : sure(reading.present, tier.limit_m);
  const { approach } = reading;
  const then = sure(approach, tier.limit_m);
  if (approach !== null && then !== null && (now === null || certaintyRank(then) > certaintyRank(now))) {
    return { index, tier, certainty: then, measured: approach, closestAt_ms: Math.round(approach.at_ms) };
  }
  return now === null ? null : { index, tier, certainty: now, measured: reading.present, closestAt_ms: null };
};

/** True when nothing rules a breach of the tier out now, though nothing shows it either. */
export const isPossible = (reading: Reading, limit_m: number): boolean =>
  certaintyWithin(reading.present, limit_m) === 'possible' ||
  (reading.present.d > limit_m && reading.heldMin_m <= limit_m);

/** The distance of a proximity rule as the record keeps it; a zone's edge is no distance between people. */
export const separationOf = (rule: Rule, measured: Bounded): Separation | null =>
  rule.type === 'proximity' ? toSeparation(measured) : null;
