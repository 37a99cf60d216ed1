import type { DispatchCode } from '../../../shared/domain/codes.ts';
import type { Rule } from '../../../shared/domain/alerts.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { ringingOf, soundingId } from '../../../shared/domain/incidents/soundings.ts';
import type { Ringing } from '../../../shared/domain/incidents/soundings.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';
import type { SessionView } from '../../../shared/api/contract.ts';
import type { View } from '../../stores/session.ts';
import type { Tone, Voice } from './pattern.ts';

export type RingingIncident = { readonly incident: Incident; readonly ringing: Ringing };

/** What sounds: the most urgent code among incidents that ring, how many ring, and which to look at first. */
export type AlarmState = {
  readonly code: DispatchCode;
  readonly tone: Tone;
  readonly voice: Voice;
  readonly count: number;
  readonly first: IncidentId;
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
