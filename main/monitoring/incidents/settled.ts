import type { IncidentId } from '../../../shared/domain/ids.ts';
import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';

/** Nothing of it changes by itself any more: it is closed, its positions are gone, and each of its alerts has ended. */
const isSettled = ({ status, positionsExist, alerts }: Incident): boolean =>
  status === 'closed' && !positionsExist && [...alerts.values()].every((alert) => alert.clearedAt_ms !== null);

/**
 * The world without those of the incidents named that are settled. A server that runs for months would otherwise look through all of
 * them with every write; what happened stays in the record on disk, and `recalled` brings it back for whoever asks.
 */
export const withoutSettled = (world: World, named: Iterable<IncidentId | null>): World => {
  const gone = new Set<IncidentId>();
  for (const id of named) {
    const incident = id === null ? undefined : world.incidents.get(id);
    if (incident !== undefined && isSettled(incident)) gone.add(incident.id);
  }
  return gone.size === 0
    ? world
    : { ...world, incidents: new Map([...world.incidents].filter(([id]) => !gone.has(id))) };
};

/** An incident as its own entries tell of it; undefined where there are none. */
export const recalled = (entries: readonly Entry[]): Incident | undefined => {
  const [only] = foldEntries(emptyWorld, entries).incidents.values();
  return only;
};
