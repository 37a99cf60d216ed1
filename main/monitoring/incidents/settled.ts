import type { AlertId, IncidentId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { Incident, IncidentAlert, World } from '../../../shared/domain/incidents/state.ts';

const NO_ALERTS: ReadonlyMap<AlertId, IncidentAlert> = new Map();

/** Nothing of it can change any more: it is closed, its positions are gone, and each of its alerts has ended. */
const isSettled = ({ status, positionsExist, alerts }: Incident): boolean =>
  status === 'closed' && !positionsExist && [...alerts.values()].every((alert) => alert.clearedAt_ms !== null);

/**
 * The world without the alerts, guidance and steps of incidents that `entries` settled. A server that runs for months keeps of each only what refuses a
 * command that comes too late; what happened stays in the record on disk.
 */
export const withoutSettledAlerts = (world: World, entries: readonly Entry[]): World => {
  const incidents = new Map<IncidentId, Incident>();
  for (const { incidentId } of entries) {
    const incident = incidentId === null ? undefined : world.incidents.get(incidentId);
    if (incident === undefined || incident.alerts.size === 0 || !isSettled(incident)) continue;
    incidents.set(incident.id, { ...incident, alerts: NO_ALERTS, guidance: new Map(), playbook: new Map() });
  }
  return incidents.size === 0 ? world : { ...world, incidents: new Map([...world.incidents, ...incidents]) };
};
