import type { IncidentId } from '../ids.ts';
import type { AlarmLimits } from '../policy.ts';
import type { Entry } from './entries.ts';
import type { Outages } from './outages.ts';

/** An alarm as a desk heard it. */
export type HeardAlarm = {
  /** Null of a mass outage. */ readonly incidentId: IncidentId | null;
  readonly at_ms: number;
};

/** How many alarms a desk has had to hear lately, and what that means for whoever sits at it. */
export type AlarmLoad = {
  /** Within the last `window_s`. */
  readonly count: number;
  /** More than one operator answers well (EEMUA 191). */
  readonly isAbove: boolean;
  readonly isFlood: boolean;
  /** Whose alarm began the flood: what came after may follow from it. Null while there is none, and where a mass outage did. */
  readonly firstUp: IncidentId | null;
};

/** A flood is looked for so many windows back: one that long without a new peak has become the rule. */
const WINDOWS_BACK = 6;

/** Epoch ms from which alarms must be known to say what a desk's load is now. */
export const loadFrom_ms = (now_ms: number, { window_s }: AlarmLimits): number =>
  now_ms - WINDOWS_BACK * window_s * 1000;

/** True where an entry rang: at every desk, or, of `escalated`, at the supervisors that it was passed on to. */
const rang = ({ body }: Entry, heard: 'all' | 'escalated'): boolean => {
  if (heard === 'escalated') return body.kind === 'incident.escalated';
  switch (body.kind) {
    case 'alert.raised':
    case 'alert.repeated':
    case 'incident.left':
      return true;
    case 'alert.level':
      return body.rose;
    case 'alert.updated':
    case 'incident.unshelved':
    case 'incident.reopened':
      return body.sounding !== undefined;
    default:
      return false;
  }
};

/** Alarms among the entries of one incident, oldest first, from `from_ms` on. Looks no farther back than that. */
export const heardIn = (
  entries: readonly Entry[],
  heard: 'all' | 'escalated',
  from_ms: number,
): readonly HeardAlarm[] => {
  const found: HeardAlarm[] = [];
  for (let at = entries.length - 1; at >= 0; at -= 1) {
    const entry = entries[at];
    if (entry === undefined) break;
    // What was told while the record took nothing rang then, and not all of it together when the record worked again.
    const at_ms = entry.foundAt_ms ?? entry.recordedAt_ms;
    if (at_ms < from_ms) break;
    if (entry.incidentId !== null && rang(entry, heard)) found.push({ incidentId: entry.incidentId, at_ms });
  }
  return found.toReversed();
};

/** Mass outages as a desk heard them: one alarm each, however many devices are silent in it. */
export const heardOfOutages = (outages: Outages, heard: 'all' | 'escalated', from_ms: number): readonly HeardAlarm[] =>
  [...outages.values()].flatMap(({ soundedAt_ms, escalatedAt_ms }) => {
    const at_ms = heard === 'all' ? soundedAt_ms : escalatedAt_ms;
    return at_ms !== null && at_ms >= from_ms ? [{ incidentId: null, at_ms }] : [];
  });

/**
 * Load of a desk now. A flood begins with more than `flood` alarms within the window and ends with fewer than `floodEnds`; its first-up is the
 * first of those that followed each other no slower than a flood's alarms do. `heard`: from `loadFrom_ms` on, oldest first.
 */
export const alarmLoad = (heard: readonly HeardAlarm[], now_ms: number, limits: AlarmLimits): AlarmLoad => {
  const { window_s, steady, flood, floodEnds } = limits;
  const window_ms = window_s * 1000;
  const pace_ms = window_ms / flood;
  let firstUp: HeardAlarm | null = null;
  let oldest = 0;
  let runStart = 0;
  const countAt = (until: number, at_ms: number): number => {
    while (oldest < until && (heard[oldest]?.at_ms ?? at_ms) <= at_ms - window_ms) oldest += 1;
    return until - oldest;
  };
  heard.forEach(({ at_ms }, index) => {
    const before = countAt(index, at_ms);
    if (before < floodEnds) firstUp = null;
    const previous_ms = heard[index - 1]?.at_ms;
    if (previous_ms === undefined || at_ms - previous_ms > pace_ms) runStart = index;
    if (firstUp === null && before + 1 > flood) firstUp = heard[Math.max(runStart, oldest)] ?? null;
  });
  const count = countAt(heard.length, now_ms);
  if (count < floodEnds) firstUp = null;
  // A function set it above, which the compiler does not follow.
  const first = firstUp as HeardAlarm | null;
  return { count, isAbove: count > steady, isFlood: first !== null, firstUp: first?.incidentId ?? null };
};
