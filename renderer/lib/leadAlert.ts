import { certaintyRank } from '../../shared/domain/codes.ts';
import type { Incident, IncidentAlert } from '../../shared/domain/incidents/state.ts';

/** Running before cleared, then the most urgent code, then the surest, then the newest. */
const bySpokenFor = (a: IncidentAlert, b: IncidentAlert): number => {
  const running = Number(a.clearedAt_ms !== null) - Number(b.clearedAt_ms !== null);
  if (running !== 0) return running;
  if (a.state.code !== b.state.code) return a.state.code - b.state.code;
  const certainty = certaintyRank(b.state.certainty) - certaintyRank(a.state.certainty);
  return certainty === 0 ? b.changedAt_ms - a.changedAt_ms : certainty;
};

/** Alerts of an incident, the one that speaks for it first. */
export const alertsInOrder = (incident: Incident): readonly IncidentAlert[] =>
  [...incident.alerts.values()].sort(bySpokenFor);

/** The alert that speaks for the incident; null only for an incident without any. */
export const leadAlert = (incident: Incident): IncidentAlert | null => alertsInOrder(incident)[0] ?? null;
