import type { Entry } from '../incidents/entries.ts';
import type { ClosestDistance, Incident } from '../incidents/state.ts';
import type { Limits } from '../policy.ts';
import { soundingAnswers } from './answers.ts';
import type { SoundingAnswer } from './answers.ts';
import { clockOffsets } from './clocks.ts';
import type { ClockOffsets } from './clocks.ts';
import { responseTimes } from './response.ts';
import type { ResponseTimes } from './response.ts';
import { tierTimes } from './tiers.ts';
import type { TierTimes } from './tiers.ts';
import { unitTurns } from './units.ts';
import type { UnitTurn } from './units.ts';

/** What an incident is judged by: derived from its entries each time it is asked for, and never stored. */
export type Kpis = {
  readonly times: ResponseTimes;
  /** Every sounding with its answer, in order. */
  readonly answers: readonly SoundingAnswer[];
  readonly closest: ClosestDistance | null;
  readonly tiers: readonly TierTimes[];
  readonly units: readonly UnitTurn[];
  readonly clocks: readonly ClockOffsets[];
};

/** `entries` are all of the incident, in order; `longestGap_s`: see tierTimes. */
export const incidentKpis = (
  incident: Pick<Incident, 'times' | 'closest'>,
  entries: readonly Entry[],
  limits: Limits,
  longestGap_s: number,
): Kpis => ({
  times: responseTimes(incident),
  answers: soundingAnswers(entries),
  closest: incident.closest,
  tiers: tierTimes(entries, limits, longestGap_s),
  units: unitTurns(entries),
  clocks: clockOffsets(entries),
});
