import type { IncidentId, PersonId } from '../../../shared/domain/ids.ts';
import type { LeaseOpened } from '../../../shared/protocol/messages.ts';

/** With nothing selected everything is in focus; otherwise only what belongs to the selected incident. */
export const inFocus = (incidentId: IncidentId, selected: IncidentId | null): boolean =>
  selected === null || selected === incidentId;

/**
 * Leases by person: which incident opens whom. A person opened for two incidents is drawn once, for the selected one where
 * that is among them, otherwise for the first.
 */
export const openedBy = (
  leases: readonly LeaseOpened[],
  selected: IncidentId | null,
): ReadonlyMap<PersonId, IncidentId> => {
  const incidentOf = new Map<PersonId, IncidentId>();
  for (const { lease } of leases) {
    for (const person of lease.subjects) {
      if (!incidentOf.has(person) || lease.incidentId === selected) incidentOf.set(person, lease.incidentId);
    }
  }
  return incidentOf;
};
