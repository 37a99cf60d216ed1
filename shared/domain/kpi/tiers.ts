import type { AlertState } from '../alerts.ts';
import type { PersonId } from '../ids.ts';
import type { Entry } from '../incidents/entries.ts';
import type { Limits } from '../policy.ts';

/** How long an offender was within each tier of a victim, seconds. A nearer tier lies inside the farther ones. */
export type TierTimes = {
  readonly victim: PersonId;
  readonly warning_s: number;
  readonly alert_s: number;
  readonly contact_s: number;
  /** Time the record says something about, and time it says nothing about, from the first measurement to the last. */
  readonly known_s: number;
  readonly unknown_s: number;
};

/** Nearest tier somebody was in: 3 contact, 2 alert, 1 warning, 0 none. */
type Depth = 0 | 1 | 2 | 3;
type Sample = { readonly at_ms: number; readonly depth: Depth };

const depthAt = (distance_m: number, limits: Limits): Depth => {
  if (distance_m <= limits.contact_m) return 3;
  if (distance_m <= limits.alert_m) return 2;
  return distance_m <= limits.warning_m ? 1 : 0;
};

const LEVEL_DEPTH: Readonly<Partial<Record<AlertState['level'], Depth>>> = { contact: 3, alert: 2, warning: 1 };

/** What an alert says of the moment it was recorded. One that proves the past, or is only possible, says nothing of it. */
const depthOf = ({ separation, level, certainty, late }: AlertState, limits: Limits): Depth | null => {
  if (late) return null;
  if (separation !== null) return depthAt(separation.distance_m, limits);
  return certainty === 'possible' ? null : (LEVEL_DEPTH[level] ?? null);
};

const sampleOf = (
  { at_ms, body }: Entry,
  limits: Limits,
): { readonly victim: PersonId; readonly sample: Sample } | null => {
  if (body.kind === 'distance.measured')
    return { victim: body.victim, sample: { at_ms, depth: depthAt(body.separation.distance_m, limits) } };
  if (!('alert' in body) || body.alert.rule.type !== 'proximity') return null;
  const depth = depthOf(body.alert, limits);
  return depth === null ? null : { victim: body.alert.rule.victim, sample: { at_ms, depth } };
};

const timesOf = (victim: PersonId, samples: readonly Sample[], longestGap_s: number): TierTimes => {
  const inOrder = samples.toSorted((a, b) => a.at_ms - b.at_ms);
  const within_s = [0, 0, 0, 0]; // by depth, each with the nearer ones
  let unknown_s = 0;
  for (const [index, { at_ms, depth }] of inOrder.entries()) {
    const next = inOrder[index + 1];
    if (next === undefined) break;
    const span_s = (next.at_ms - at_ms) / 1000;
    const known_s = Math.min(span_s, longestGap_s);
    unknown_s += span_s - known_s;
    for (let tier = 0; tier <= depth; tier += 1) within_s[tier] = (within_s[tier] ?? 0) + known_s;
  }
  const [known_s = 0, warning_s = 0, alert_s = 0, contact_s = 0] = within_s;
  return { victim, warning_s, alert_s, contact_s, known_s, unknown_s };
};

/**
 * Time spent within each tier, for every victim the record measures a distance to. What was measured (`distance.measured`, or a
 * proximity alert of the moment; its level where it names no distance) holds until the next measurement, for `longestGap_s` at most:
 * what is beyond that counts to no tier and is given as unknown. After the last measurement nothing is claimed.
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
