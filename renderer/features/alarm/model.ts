import type { DispatchCode } from '../../../shared/domain/codes.ts';
import type { Rule } from '../../../shared/domain/alerts.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Outage, OutageRinging } from '../../../shared/domain/incidents/outages.ts';
import { ringingOf, soundingId } from '../../../shared/domain/incidents/soundings.ts';
import type { Ringing } from '../../../shared/domain/incidents/soundings.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';
import type { SessionView } from '../../../shared/api/contract.ts';
import type { View } from '../../stores/session.ts';
import type { Tone, Voice } from './pattern.ts';

export type RingingIncident = { readonly incident: Incident; readonly ringing: Ringing };

/** What sounds: the most urgent code among all that rings, how much rings, and which incident to look at first; null for a mass outage. */
export type AlarmState = {
  readonly code: DispatchCode;
  readonly tone: Tone;
  readonly voice: Voice;
  readonly count: number;
  readonly first: IncidentId | null;
};

/** What goes on before what is over, then the more urgent, then the longer waiting. */
const moreUrgent = ({ ringing: a }: RingingIncident, { ringing: b }: RingingIncident): number =>
  Number(a.isOver) - Number(b.isOver) || a.code - b.code || a.first.at_ms - b.first.at_ms;

/** Incidents that ring, most urgent first. */
export const ringingIncidents = (world: World): readonly RingingIncident[] =>
  [...world.incidents.values()]
    .flatMap((incident) => {
      const ringing = isRunning(incident) ? ringingOf(incident) : null;
      return ringing === null ? [] : [{ incident, ringing }];
    })
    .toSorted(moreUrgent);

/** Rules of the alerts of an incident that ring and are not over. */
const ringingRules = ({ incident, ringing }: RingingIncident): readonly Rule[] =>
  ringing.isOver ? [] : incident.unanswered.flatMap(({ alertId }) => incident.alerts.get(alertId)?.state.rule ?? []);

/**
 * What the alarm is heard as: a button nobody has answered before its code, as long as nothing more urgent rings; a battery only where nothing
 * but batteries does.
 */
const voiceOf = (all: readonly RingingIncident[], code: DispatchCode): Voice => {
  const loudest = all.filter(({ ringing }) => ringing.code === code).flatMap(ringingRules);
  if (loudest.some(({ type }) => type === 'sos')) return 'sos';
  const rules = all.flatMap(ringingRules);
  return rules.length > 0 && rules.every((rule) => rule.type === 'device' && rule.kind === 'battery-low')
    ? 'battery'
    : code;
};

/** `all`: most urgent first. */
export const alarmOf = (all: readonly RingingIncident[]): AlarmState | null => {
  const [first] = all;
  if (first === undefined) return null;
  const { code, isOver } = first.ringing;
  const isLoud = all.some(({ ringing }) => ringing.escalatedAt_ms !== null && !ringing.isOver);
  const tone = isLoud ? 'loud' : isOver ? 'over' : 'plain';
  return { code, tone, voice: voiceOf(all, code), count: all.length, first: first.incident.id };
};

export type RingingOutage = { readonly outage: Outage; readonly ringing: OutageRinging };

/** Mass outages that ring: each is one alarm, whatever is silent in it. */
export const ringingOutages = ({ outages }: World): readonly RingingOutage[] =>
  [...outages.values()]
    .flatMap((outage) => (outage.ringing === null ? [] : [{ outage, ringing: outage.ringing }]))
    .toSorted((a, b) => a.outage.code - b.outage.code || a.ringing.since_ms - b.ringing.since_ms);

/** The alarm with the outages that ring beside it: what goes on before what is over, then the more urgent; of the same code an incident leads. */
export const withOutages = (alarm: AlarmState | null, outages: readonly RingingOutage[]): AlarmState | null => {
  const running = outages.filter(({ outage }) => outage.endedAt_ms === null);
  const [lead = outages[0]] = running;
  if (lead === undefined) return alarm;
  const count = (alarm?.count ?? 0) + outages.length;
  const isLoud = running.some(({ ringing }) => ringing.escalatedAt_ms !== null);
  const isOver = running.length === 0;
  const leads =
    alarm === null ||
    (alarm.tone === 'over' && !isOver) ||
    ((alarm.tone === 'over') === isOver && lead.outage.code < alarm.code);
  if (!leads) return { ...alarm, count, tone: isLoud && alarm.tone !== 'over' ? 'loud' : alarm.tone };
  const { code } = lead.outage;
  const tone = isLoud || alarm?.tone === 'loud' ? 'loud' : isOver ? 'over' : 'plain';
  return { code, tone, voice: code, count, first: null };
};

/** The newest sounding of an outage; passed on to the supervisors it is a new one. */
export const outageKey = ({ outage, ringing }: RingingOutage): string =>
  `${outage.id}#${ringing.number}${ringing.escalatedAt_ms === null ? '' : `@${ringing.escalatedAt_ms}`}`;

/**
 * Which alarms ring at a desk: all at those that dispatch, which are a dispatcher's, a trainer's during an exercise and a supervisor's
 * looking on; at a supervisor's review those that were passed on.
 */
export const ringsHere = (session: SessionView | null, view: View): 'all' | 'escalated' | 'none' => {
  if (session === null) return 'none';
  switch (session.operator.role) {
    case 'dispatcher':
      return 'all';
    case 'trainer':
      return session.mode === 'training' ? 'all' : 'none';
    case 'supervisor':
      return view === 'dispatch' ? 'all' : 'escalated';
  }
};

/** The newest sounding of an incident; passed on to the supervisors it is a new one. */
export const soundingKey = ({ incident, ringing }: RingingIncident): string =>
  `${soundingId(incident.id, ringing.newest)}${ringing.escalatedAt_ms === null ? '' : `@${ringing.escalatedAt_ms}`}`;
