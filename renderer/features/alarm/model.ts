import { mostUrgent } from '../../../shared/domain/codes.ts';
import type { DispatchCode } from '../../../shared/domain/codes.ts';
import type { IncidentId } from '../../../shared/domain/ids.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';
import type { SessionView } from '../../../shared/api/contract.ts';
import type { View } from '../../stores/session.ts';

/** What sounds: the most urgent code among running incidents nobody has acknowledged, and which to look at first. */
export type AlarmState = { readonly code: DispatchCode; readonly count: number; readonly first: IncidentId };

const moreUrgent = (a: Incident, b: Incident): number => a.code - b.code || a.soundedAt_ms - b.soundedAt_ms;

/** Incidents that sound, most urgent first, then longest waiting. */
export const sounding = (world: World): readonly Incident[] =>
  [...world.incidents.values()]
    .filter((incident) => isRunning(incident) && incident.unacknowledged)
    .toSorted(moreUrgent);

export const alarmOf = (incidents: readonly Incident[]): AlarmState | null => {
  const [first] = incidents;
  if (first === undefined) return null;
  const code = incidents.reduce<DispatchCode>((most, incident) => mostUrgent(most, incident.code), first.code);
  return { code, count: incidents.length, first: first.id };
};

/** Alarms ring at desks that dispatch: a dispatcher's, a trainer's during an exercise, a supervisor's looking on. */
export const ringsHere = (session: SessionView | null, view: View): boolean => {
  if (session === null) return false;
  switch (session.operator.role) {
    case 'dispatcher':
      return true;
    case 'trainer':
      return session.mode === 'training';
    case 'supervisor':
      return view === 'dispatch';
  }
};

/** One sounding of one incident; a rise of level sounds anew and is a new one. */
export const soundingKey = (incident: Pick<Incident, 'id' | 'soundedAt_ms'>): string =>
  `${incident.id}@${incident.soundedAt_ms}`;
