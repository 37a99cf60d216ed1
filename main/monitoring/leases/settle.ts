import type { LeaseId, OperatorId } from '../../../shared/domain/ids.ts';
import type { Lease } from '../../../shared/domain/incidents/leases.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Settler } from '../ports/incidentRecord.ts';
import { reconcileLeases } from './reconcile.ts';

/** True when an operator's desk is one that alarms ring at: dispatchers, and a trainer where nothing is live. */
export const isDesk = (operator: Operator, mode: Mode): boolean =>
  operator.role === 'dispatcher' || (mode === 'training' && operator.role === 'trainer');

/**
 * Adds to a batch whatever lease entries its state demands, incident by incident. Runs after the deletion of positions: the right to see
 * them ends with them, in the same batch.
 */
export const createLeaseSettler =
  (given: {
    readonly signedIn: () => readonly Operator[];
    readonly mode: Mode;
    readonly now: () => number;
    readonly policy: Policy;
    readonly newLeaseId: () => LeaseId;
  }): Settler =>
  (batch) => {
    const operators = given.signedIn();
    const signedIn = new Set<OperatorId>(operators.map((o) => o.id));
    const desks = operators.filter((o) => isDesk(o, given.mode)).map((o) => o.id);
    // A lease may have outlived its incident: that is looked at once more, so that nothing stays open that nobody would end.
    for (const { incidentId } of batch.leases().active.values()) batch.recall(incidentId);
    const byIncident = Map.groupBy<Lease['incidentId'], Lease>(batch.leases().active.values(), (l) => l.incidentId);
    const now_ms = given.now();
    for (const incident of batch.world().incidents.values()) {
      const leases = byIncident.get(incident.id) ?? [];
      const opening = batch.leases().openings.get(incident.id);
      if (leases.length === 0 && (opening === undefined || opening.opened.size === 0)) continue;
      const bodies = reconcileLeases({
        incident,
        opening: opening ?? { orderId: incident.orderId, ringing: new Map(), running: new Map(), opened: new Set() },
        leases,
        signedIn,
        desks,
        now_ms,
        policy: given.policy,
        newLeaseId: given.newLeaseId,
      });
      if (bodies.length > 0) batch.add(bodies.map((body) => systemDraft(incident.id, now_ms, body)));
    }
  };
