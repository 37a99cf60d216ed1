import type { AlertState, Separation } from '../alerts.ts';
import type { Level } from '../codes.ts';
import type { PersonId } from '../ids.ts';
import type { Entry } from '../incidents/entries.ts';
import type { Limits } from '../policy.ts';
import { inEachTier, TIERS, tiersWithin } from '../tiers.ts';
import type { TierId } from '../tiers.ts';

/** How long an offender was within each tier of a victim, seconds. A nearer tier lies inside the farther ones. */
export type TierTimes = {
  readonly victim: PersonId;
  readonly within_s: Readonly<Record<TierId, number>>;
  /** Time of which the record tells the tier, and time of which it does not, from the first measurement to the last. */
  readonly known_s: number;
  readonly unknown_s: number;
};

/** How many tiers somebody was within: 0 none, 1 the farthest alone. `depth` null: measured, and the bounds do not tell it. */
type Sample = { readonly at_ms: number; readonly depth: number | null };

const depthAt = (distance_m: number, limits: Limits): number =>
  tiersWithin(limits).filter(({ limit_m }) => distance_m <= limit_m).length;

/** Tiers within that somebody is who is in the one of a level; undefined where the level is no tier. */
const depthOfLevel = (level: Level): number | undefined => {
  const index = TIERS.findIndex(({ id }) => id === level);
  return index < 0 ? undefined : TIERS.length - index;
};

/** The tier that all of the interval lies in, from the least distance to the greatest; null where it reaches over a limit. */
const depthWithin = ({ min_m, max_m }: Separation, limits: Limits): number | null => {
  const depth = depthAt(max_m, limits);
  return depthAt(min_m, limits) === depth ? depth : null;
};

/**
 * What an alert measures at the moment it was recorded; undefined where it says nothing of that: it proves the past, tells of a pass
 * that was over when it was found, or is only possible and names no distance.
 */
const depthOf = (alert: AlertState, limits: Limits): number | null | undefined => {
  const { separation, level, certainty, late, closestAt_ms } = alert;
  if (late || closestAt_ms !== null) return undefined;
  if (separation !== null) return depthWithin(separation, limits);
  return certainty === 'possible' ? undefined : depthOfLevel(level);
};

const sampleOf = (
  { at_ms, body }: Entry,
  limits: Limits,
): { readonly victim: PersonId; readonly sample: Sample } | null => {
  if (body.kind === 'distance.measured')
    return { victim: body.victim, sample: { at_ms, depth: depthWithin(body.separation, limits) } };
  if (!('alert' in body) || body.alert.rule.type !== 'proximity') return null;
  const depth = depthOf(body.alert, limits);
  return depth === undefined ? null : { victim: body.alert.rule.victim, sample: { at_ms, depth } };
};

const timesOf = (victim: PersonId, samples: readonly Sample[], longestGap_s: number): TierTimes => {
  const inOrder = samples.toSorted((a, b) => a.at_ms - b.at_ms);
  const atDepth_s = [0, ...TIERS.map(() => 0)]; // each with the deeper ones
  let unknown_s = 0;
  for (const [index, { at_ms, depth }] of inOrder.entries()) {
    const next = inOrder[index + 1];
    if (next === undefined) break;
    const span_s = (next.at_ms - at_ms) / 1000;
    const known_s = depth === null ? 0 : Math.min(span_s, longestGap_s);
    unknown_s += span_s - known_s;
    for (let within = 0; within <= (depth ?? -1); within += 1) atDepth_s[within] = (atDepth_s[within] ?? 0) + known_s;
  }
  const within_s = inEachTier((id) => atDepth_s[depthOfLevel(id) ?? 0] ?? 0);
  return { victim, within_s, known_s: atDepth_s[0] ?? 0, unknown_s };
};

/**
 * Time spent within each tier, for every victim the record measures a distance to.
 *
 * A measurement (`distance.measured`, or a proximity alert of the moment; its level where it names no distance) tells a tier only where
 * its whole interval, from `min_m` to `max_m`, lies in that tier. So silence is no knowledge: while nobody is heard the last distance is
 * measured again and again, with bounds that grow, until they reach over a limit and the time counts as unknown. Bounds hold with the
 * confidence of the discs they are made of (95 %, see radius.ts).
 *
 * What a measurement tells holds until the next one, for `longestGap_s` at most; what is beyond counts as unknown too. A pass between
 * two fixes (`closestAt_ms`) is a moment: it has no length, and neither begins nor ends a stay. After the last measurement nothing is
 * claimed.
 */
export const tierTimes = (entries: readonly Entry[], limits: Limits, longestGap_s: number): readonly TierTimes[] => {
  const byVictim = new Map<PersonId, Sample[]>();
  for (const entry of entries) {
    const found = sampleOf(entry, limits);
    if (found === null) continue;
    const samples = byVictim.get(found.victim);
    if (samples === undefined) byVictim.set(found.victim, [found.sample]);
    else samples.push(found.sample);
  }
  return [...byVictim].map(([victim, samples]) => timesOf(victim, samples, longestGap_s));
};
