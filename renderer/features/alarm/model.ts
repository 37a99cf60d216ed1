import type { DispatchCode } from '../../../shared/domain/codes.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { ringingOf } from '../../../shared/domain/incidents/soundings.ts';
import type { Ringing } from '../../../shared/domain/incidents/soundings.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';
import type { SessionView } from '../../../shared/api/contract.ts';
import type { View } from '../../stores/session.ts';
import type { Tone } from './pattern.ts';

export type RingingIncident = { readonly incident: Incident; readonly ringing: Ringing };

/** What sounds: the most urgent code among incidents that ring, how many ring, and which to look at first. */
export type AlarmState = {
  readonly code: DispatchCode;
  readonly tone: Tone;
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

/** `all`: most urgent first. */
export const alarmOf = (all: readonly RingingIncident[]): AlarmState | null => {
  const [first] = all;
  if (first === undefined) return null;
  const { code, isOver } = first.ringing;
  const isLoud = all.some(({ ringing }) => ringing.escalatedAt_ms !== null && !ringing.isOver);
  return { code, tone: isLoud ? 'loud' : isOver ? 'over' : 'plain', count: all.length, first: first.incident.id };
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
  `${incident.id}#${ringing.newest.number}${ringing.escalatedAt_ms === null ? '' : `@${ringing.escalatedAt_ms}`}`;
