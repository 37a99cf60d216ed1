import type { Entry } from '../../../shared/domain/incidents/entries.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';

/**
 * Tells listeners that come and go of every entry on disk, and all of them before whoever listens to the record after this was made: a
 * console knows the entry that grants a lease when the lease itself arrives.
 */
export const createRelay = ({ onEntries }: Pick<IncidentRecord, 'onEntries'>): IncidentRecord['onEntries'] => {
  const listeners = new Set<(entries: readonly Entry[]) => void>();
  onEntries((entries) => {
    for (const listener of listeners) listener(entries);
  });
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
};
