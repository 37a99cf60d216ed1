import type { IncidentId } from '../../../shared/domain/ids.ts';
import { escalatesAfter_s, nextEscalation } from '../../../shared/domain/incidents/soundings.ts';
import type { DueEscalation } from '../../../shared/domain/incidents/soundings.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Settler } from '../ports/incidentRecord.ts';
import { createDueIncidents } from '../time/dueIncidents.ts';

export type Escalation = {
  /**
   * Passes on to the supervisors what has rung for too long, or what rings while no desk can answer: once for each code, and again only where
   * something more urgent is left unanswered. Runs before leases are settled, so that a supervisor sees in the same moment what rings.
   */
  readonly settle: Settler;
  /** A desk has changed: everything that rings is looked at with the next write. */
  readonly desksChanged: (world: World) => void;
};

const ringing = ({ incidents }: World): readonly IncidentId[] =>
  [...incidents.values()].filter(({ unanswered }) => unanswered.length > 0).map(({ id }) => id);

export const createEscalation = (given: {
  readonly now: () => number;
  readonly policy: Pick<Policy, 'escalation'>;
  /** Whether somebody sits at a desk where alarms ring, and hears them. */
  readonly canBeAnswered: () => boolean;
  readonly bulkhead: Bulkhead;
}): Escalation => {
  const nextOf = (incident: Incident): DueEscalation | null =>
    nextEscalation(incident, escalatesAfter_s(given.policy.escalation.after_s, given.canBeAnswered()));
  const due = createDueIncidents({
    name: 'escalation',
    bulkhead: given.bulkhead,
    nextAt_ms: (incident) => nextOf(incident)?.at_ms ?? null,
  });
  return {
    settle: (batch) => {
      const now_ms = given.now();
      due.settle(batch, now_ms, (incident) => {
        const next = nextOf(incident);
        if (next === null || next.at_ms > now_ms) return;
        const { code, sounding } = next;
        batch.add([systemDraft(incident.id, now_ms, { kind: 'incident.escalated', sounding: sounding.number, code })]);
      });
    },
    desksChanged: (world) => due.wake(ringing(world)),
  };
};
