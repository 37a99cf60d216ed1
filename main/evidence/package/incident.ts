import { foldEntries } from '../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import type { EvidenceRecord } from '../../../shared/protocol/evidence.ts';

/** The incident as its entries leave it; null where they do not even raise it. */
export const foldIncident = ({ incidentId, entries }: EvidenceRecord): Incident | null =>
  foldEntries(
    emptyWorld,
    entries.map(({ entry }) => entry),
  ).incidents.get(incidentId) ?? null;
