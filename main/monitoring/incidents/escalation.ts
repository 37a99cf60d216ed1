import { nextEscalation } from '../../../shared/domain/incidents/soundings.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Settler } from '../ports/incidentRecord.ts';
import { createDueIncidents } from '../time/dueIncidents.ts';

/**
 * Passes on to the supervisors what has rung for too long: once for each code, and again only where something more urgent is left unanswered.
 * Runs before leases are settled, so that a supervisor sees in the same moment what rings.
 */
export const createEscalationSettler = (now: () => number, { escalation }: Pick<Policy, 'escalation'>): Settler => {
  const due = createDueIncidents({
    nextAt_ms: (incident) => nextEscalation(incident, escalation.after_s)?.at_ms ?? null,
  });
  return (batch) => {
    const now_ms = now();
    due.settle(batch, now_ms, (incident) => {
      const next = nextEscalation(incident, escalation.after_s);
      if (next === null || next.at_ms > now_ms) return;
      const { code, sounding } = next;
      batch.add([systemDraft(incident.id, now_ms, { kind: 'incident.escalated', sounding: sounding.number, code })]);
    });
  };
};
