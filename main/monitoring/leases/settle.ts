import type { LeaseId, OperatorId } from '../../../shared/domain/ids.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { leasesOf } from '../../../shared/domain/incidents/leaseState.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Settler } from '../ports/incidentRecord.ts';
import { createDueIncidents } from '../time/dueIncidents.ts';
import { nextChangeAt_ms, reconcileLeases } from './reconcile.ts';

/** True when an operator's desk is one that every alarm rings at: dispatchers, and a trainer where nothing is live. */
export const isDesk = (operator: Operator, mode: Mode): boolean =>
  operator.role === 'dispatcher' || (mode === 'training' && operator.role === 'trainer');

/**
 * Adds to a batch whatever lease entries its state demands, incident by incident. Runs after the deletion of positions: the right to see
 * them ends with them, in the same batch.
 */
export const createLeaseSettler = (given: {
  readonly signedIn: () => readonly Operator[];
  readonly mode: Mode;
  readonly now: () => number;
  readonly policy: Policy;
  readonly newLeaseId: () => LeaseId;
  readonly bulkhead: Bulkhead;
}): Settler => {
  const due = createDueIncidents({
    name: 'leases',
    bulkhead: given.bulkhead,
    nextAt_ms: (incident, batch, now_ms) =>
      nextChangeAt_ms(incident, leasesOf(batch.leases(), incident.id), now_ms, given.policy),
    // A lease may have outlived its incident: that is looked at once more, so that nothing stays open that nobody would end.
    recalls: (id, batch) => batch.leases().byIncident.has(id),
  });
  /** Those for whom all leases have been made due; nobody yet. */
  let settledFor: readonly Operator[] | null = null;
  return (batch) => {
    const operators = given.signedIn();
    if (operators !== settledFor) {
      // Who comes, goes or comes back concerns whatever is open, and may be open.
      due.wake(batch.leases().byIncident.keys());
      due.wake(batch.leases().openings.keys());
      settledFor = operators;
    }
    const signedIn = new Set<OperatorId>(operators.map((o) => o.id));
    const desks = operators.filter((o) => isDesk(o, given.mode)).map((o) => o.id);
    const supervisors = operators.filter((o) => o.role === 'supervisor').map((o) => o.id);
    const now_ms = given.now();
    due.settle(batch, now_ms, (incident) => {
      const leases = leasesOf(batch.leases(), incident.id);
      const opening = batch.leases().openings.get(incident.id);
      if (leases.length === 0 && (opening === undefined || opening.opened.size === 0)) return;
      const bodies = reconcileLeases({
        incident,
        opening: opening ?? { orderId: incident.orderId, running: new Map(), opened: new Set() },
        leases,
        signedIn,
        desks,
        supervisors,
        now_ms,
        policy: given.policy,
        newLeaseId: given.newLeaseId,
      });
      if (bodies.length > 0) batch.add(bodies.map((body) => systemDraft(incident.id, now_ms, body)));
    });
  };
};
