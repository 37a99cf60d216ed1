import type { IncidentId, OrderId, PersonId } from '../../../shared/domain/ids.ts';
import type { EntryDraft } from '../../../shared/domain/incidents/entries.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { separate, toSeparation } from '../../../shared/domain/proximity/separation.ts';
import type { Batch } from './record.ts';
import type { Subject } from '../../../shared/domain/proximity/types.ts';
import { systemDraft } from './systemDraft.ts';

const toDecimetre = (metres: number): number => Math.round(metres * 10) / 10;

/** Logs the distance of each pair at the policy's pace while an incident runs, so that distances outlive positions. */
export const createDistanceLog = (given: {
  readonly orderOf: (id: OrderId) => Order | undefined;
  readonly subjectUnder: (order: Order, id: PersonId) => Subject | null;
  readonly policy: Policy;
}): ((batch: Batch, now_ms: number) => void) => {
  const last = new Map<IncidentId, number>();
  const every_ms = given.policy.record.distanceEvery_s * 1000;
  const measure = (incidentId: IncidentId, order: Order, now_ms: number): readonly EntryDraft[] => {
    const offender = given.subjectUnder(order, order.offender);
    if (offender === null) return [];
    return order.victims.flatMap((id): readonly EntryDraft[] => {
      const victim = given.subjectUnder(order, id);
      if (victim === null) return [];
      const { d, min, max } = separate(offender, victim, now_ms, given.policy);
      const separation = toSeparation({ d: toDecimetre(d), min: toDecimetre(min), max: toDecimetre(max) });
      const body = { kind: 'distance.measured', victim: id, separation } as const;
      return [systemDraft(incidentId, now_ms, body)];
    });
  };
  return (batch, now_ms) => {
    for (const incident of batch.world().incidents.values()) {
      if (!isRunning(incident)) {
        last.delete(incident.id);
        continue;
      }
      const order = given.orderOf(incident.orderId);
      if (order === undefined || now_ms - (last.get(incident.id) ?? Number.NEGATIVE_INFINITY) < every_ms) continue;
      last.set(incident.id, now_ms);
      batch.add(measure(incident.id, order, now_ms));
    }
  };
};
