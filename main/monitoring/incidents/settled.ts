import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { editMap } from '../../../shared/domain/layeredMap.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';

/** Nothing of it changes by itself any more: it is closed, its positions are gone, and each of its alerts has ended. */
const isSettled = ({ status, positionsExist, alerts }: Incident): boolean =>
  status === 'closed' && !positionsExist && [...alerts.values()].every((alert) => alert.clearedAt_ms !== null);

/**
 * The world without those of the incidents named that are settled. A server that runs for months would otherwise hold all of them; what
 * happened stays in the record on disk, and `recalled` brings it back for whoever asks.
 */
export const withoutSettled = (world: World, named: Iterable<IncidentId | null>): World => {
  const incidents = editMap(world.incidents);
  const byOrder = editMap(world.byOrder);
  for (const id of named) {
    const incident = id === null ? undefined : incidents.get(id);
    if (incident === undefined || !isSettled(incident)) continue;
    incidents.delete(incident.id);
    const left = (byOrder.get(incident.orderId) ?? []).filter((other) => other !== incident.id);
    if (left.length === 0) byOrder.delete(incident.orderId);
    else byOrder.set(incident.orderId, left);
  }
  return { ...world, incidents: incidents.done(), byOrder: byOrder.done() };
};

/** The world with an incident that was let go of. */
export const withRecalled = (world: World, incident: Incident): World => {
  const incidents = editMap(world.incidents);
  const byOrder = editMap(world.byOrder);
  incidents.set(incident.id, incident);
  byOrder.set(incident.orderId, [...(byOrder.get(incident.orderId) ?? []), incident.id]);
  return { ...world, incidents: incidents.done(), byOrder: byOrder.done() };
};

/** An incident as its own entries tell of it; undefined where there are none. */
export const recalled = (entries: readonly Entry[]): Incident | undefined => {
  const [only] = foldEntries(emptyWorld, entries).incidents.values();
  return only;
};
