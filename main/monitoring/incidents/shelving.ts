import { shelfEnd } from '../../../shared/domain/incidents/shelving.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Settler } from '../ports/incidentRecord.ts';
import { createDueIncidents } from '../time/dueIncidents.ts';

/** Ends each shelving at its time, also one whose time came while no server ran: what still runs sounds again. */
export const createShelvingSettler = (now: () => number, bulkhead: Bulkhead): Settler => {
  const due = createDueIncidents({
    name: 'shelving',
    bulkhead,
    nextAt_ms: (incident) => incident.shelved?.until_ms ?? null,
  });
  return (batch) => {
    const now_ms = now();
    due.settle(batch, now_ms, (incident) => {
      if (incident.shelved === null || incident.shelved.until_ms > now_ms) return;
      batch.add([systemDraft(incident.id, now_ms, shelfEnd(incident))]);
    });
  };
};
