import type { Person } from '../../../shared/domain/orders.ts';
import type { Incident, IncidentAlert, Shelved, UnitState, World } from '../../../shared/domain/incidents/state.ts';
import { isBereft, lostUnits } from '../../../shared/domain/incidents/assignments.ts';
import { openAnswers } from '../../../shared/domain/incidents/guidance.ts';
import { isOver, ringingOf } from '../../../shared/domain/incidents/soundings.ts';
import type { Ringing } from '../../../shared/domain/incidents/soundings.ts';
import { isRunning, unitState } from '../../../shared/domain/incidents/state.ts';
import { nextStep } from '../../../shared/domain/incidents/nextStep.ts';
import type { NextStep } from '../../../shared/domain/incidents/nextStep.ts';
import { byUrgency, urgencyOf } from '../../../shared/domain/incidents/urgency.ts';
import type { Unit } from '../../../shared/domain/units.ts';
import type { PresenceFrame } from '../../../shared/protocol/presence.ts';
import { leadAlert } from '../../lib/leadAlert.ts';
import { peopleOf } from '../../lib/orderPeople.ts';
import type { Register } from '../../lib/orderPeople.ts';
import { apartness, relationOf } from '../../lib/apartness.ts';
import { patrolNews } from '../../lib/patrolNews.ts';
import type { PatrolNews } from '../../lib/patrolNews.ts';
import type { Apartness, PresenceSlice } from '../../lib/apartness.ts';

export type QueueUnit = { readonly unit: Unit; readonly state: UnitState; readonly news: PatrolNews | null };

export type QueueRow = {
  readonly incident: Incident;
  readonly lead: IncidentAlert | null;
  readonly offender: Person | null;
  /** The victim the lead alert speaks of, else the nearest, else the first of the order. */
  readonly victim: Person | null;
  readonly otherVictims: number;
  readonly apart: Apartness | null;
  /** What rings; null while nothing waits to be acknowledged. */
  readonly ringing: Ringing | null;
  /** Everything it was about has ended by itself. */
  readonly isOver: boolean;
  /** Until acknowledged: since the newest sounding. After that: since it was raised. Seconds. */
  readonly waited_s: number;
  /** Since the first sounding of the most urgent code that rings; null where that is the newest, or nothing rings. Seconds. */
  readonly firstWaited_s: number | null;
  /** That first one has rung for longer than an answer may take, and is not over. */
  readonly overdue: boolean;
  readonly units: readonly QueueUnit[];
  /** Patrols taken away before the work was done, while nobody else works it. */
  readonly taken: readonly Unit[];
  /** What a victim has answered to guidance, where somebody must do something about it. */
  readonly answer: 'help' | 'cannot' | null;
  /** What it waits for; null where it does not run any more. */
  readonly next: NextStep | null;
};

/** Running incidents that are not shelved, most urgent first (`shared/domain/incidents/urgency.ts`); times to contact as the frame tells them. */
export const runningIncidents = (world: World, register: Register, frame: PresenceFrame | null): readonly Incident[] =>
  [...world.incidents.values()]
    .filter((one) => isRunning(one) && one.shelved === null)
    .map((incident) => {
      const contact = relationOf(incident, leadAlert(incident), register, frame)?.contact ?? null;
      return { incident, urgency: urgencyOf(incident, contact === null ? null : contact.expected_s) };
    })
    .sort((a, b) => byUrgency(a.urgency, b.urgency))
    .map(({ incident }) => incident);

export type ShelvedIncident = { readonly incident: Incident; readonly shelved: Shelved };

/** Running incidents that were quieted for a while, the next to come back first. */
export const shelvedIncidents = (world: World): readonly ShelvedIncident[] =>
  [...world.incidents.values()]
    .flatMap((incident) =>
      isRunning(incident) && incident.shelved !== null ? [{ incident, shelved: incident.shelved }] : [],
    )
    .sort((a, b) => a.shelved.until_ms - b.shelved.until_ms);

/** Incidents resolved since `dayStart_ms` and not running again, newest first. */
export const resolvedSince = (world: World, dayStart_ms: number): readonly Incident[] =>
  [...world.incidents.values()]
    .filter((incident) => !isRunning(incident) && (incident.times.resolvedAt_ms ?? 0) >= dayStart_ms)
    .sort((a, b) => (b.times.resolvedAt_ms ?? 0) - (a.times.resolvedAt_ms ?? 0));

/** Midnight in Korea (UTC+9, no summer time) at or before `now_ms`. */
export const seoulDayStart_ms = (now_ms: number): number => {
  const day = 86_400_000;
  const offset = 9 * 3_600_000;
  return Math.floor((now_ms + offset) / day) * day - offset;
};

const seconds = (from_ms: number, to_ms: number): number => Math.max(0, (to_ms - from_ms) / 1000);

/** One line of the queue. `answerTarget_s` is the time in which an alarm is to be answered. */
export const queueRow = (
  incident: Incident,
  world: World,
  register: Register,
  presence: PresenceSlice,
  now_ms: number,
  answerTarget_s: number,
): QueueRow => {
  const lead = leadAlert(incident);
  const people = peopleOf(incident, lead, register);
  const ringing = ringingOf(incident);
  const units = incident.units.flatMap((id): readonly QueueUnit[] => {
    const unit = register.unitById.get(id)?.unit;
    const state = unitState(world, id);
    return unit === undefined ? [] : [{ unit, state, news: patrolNews(id, state, register, presence) }];
  });
  const first_s = ringing === null ? 0 : seconds(ringing.first.at_ms, now_ms);
  return {
    incident,
    lead,
    offender: people.offender,
    victim: people.victim,
    otherVictims: people.otherVictims,
    apart: apartness(incident, lead, register, presence, now_ms),
    ringing,
    isOver: isOver(incident),
    waited_s: seconds(ringing?.newest.at_ms ?? incident.times.raisedAt_ms, now_ms),
    firstWaited_s: ringing === null || ringing.first.at_ms === ringing.newest.at_ms ? null : first_s,
    overdue: ringing?.isOver === false && first_s > answerTarget_s,
    next: nextStep(incident, world, (id) => units.some(({ unit, news }) => unit.id === id && news?.kind === 'arrived')),
    answer: openAnswers(incident, people.order?.victims ?? [])[0]?.answer ?? null,
    taken: !isBereft(incident)
      ? []
      : lostUnits(incident).flatMap(({ unitId }) => register.unitById.get(unitId)?.unit ?? []),
    units,
  };
};

/** The incident above or below the selected one; the first when nothing (or something gone) is selected. */
export const neighbour = <T>(ids: readonly T[], selected: T | null, step: 1 | -1): T | null => {
  const at = selected === null ? -1 : ids.indexOf(selected);
  if (at === -1) return ids[0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
};
