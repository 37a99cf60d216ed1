import type { IncidentId, OrderId } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { AccessRecord } from '../../../shared/protocol/messages.ts';
import type { AccessLine } from '../ports/commit.ts';
import type { Store } from '../store/sqlite/store.ts';
import type { Positions } from '../ports/desks.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';
import type { PositionRoom } from '../ports/positions.ts';
import type { LeaseDesk } from './desk.ts';

/** Reads that are themselves on record: every one, granted or refused, is a line of the access log. */
export type Reading = {
  readonly positions: (incident: IncidentId, operator: Operator) => Result<Positions, Refusal>;
  /** Puts a read that was refused elsewhere on the access log; `operator` is null where nobody is signed in. */
  readonly refuse: (operator: Operator | null, what: string) => void;
  readonly accessLog: (
    operator: Operator,
    before: number | null,
    limit: number,
  ) => Result<readonly AccessRecord[], Refusal>;
};

export const createReading = (given: {
  readonly store: Store;
  readonly record: IncidentRecord;
  readonly desk: LeaseDesk;
  readonly room: PositionRoom;
  readonly orderOf: (id: OrderId) => Order | undefined;
  readonly mode: Mode;
  readonly now: () => number;
}): Reading => {
  const { store, record } = given;
  const log = (
    operator: Operator | null,
    action: AccessLine['action'],
    incidentId: IncidentId | null,
    detail: string,
  ): void => {
    const line = { at_ms: given.now(), operatorId: operator?.id ?? null, action, incidentId, detail };
    store.commit({ access: [line] });
  };

  const positions: Reading['positions'] = (incidentId, operator) => {
    const refuse = (refusal: Refusal) => {
      log(operator, 'read-refused', incidentId, `positions: ${refusal.reason}`);
      return err(refusal);
    };
    const incident = record.incident(incidentId);
    const order = incident === undefined ? undefined : given.orderOf(incident.orderId);
    if (incident === undefined || order === undefined) return refuse({ reason: 'unknown-incident' });
    if (!incident.positionsExist) return refuse({ reason: 'positions-gone' });
    const held = given.desk.heldBy(operator.id).filter((lease) => lease.incidentId === incidentId);
    const subjects = new Set(held.flatMap((lease) => lease.subjects));
    if (subjects.size === 0) return refuse({ reason: 'not-allowed' });
    log(operator, 'read', incidentId, 'positions');
    const tracks = given.room.read(incidentId, subjects);
    if (order.victims.some((id) => subjects.has(id))) return ok({ tracks, limits: order.limits, zones: order.zones });
    // A possible alert shows where the offender was last, not the way there.
    const last = tracks.map(({ personId, points }) => ({ personId, points: points.slice(-1) }));
    return ok({ tracks: last, limits: order.limits, zones: [] });
  };

  const accessLog: Reading['accessLog'] = (operator, before, limit) => {
    const allowed = operator.role === 'supervisor' || (operator.role === 'trainer' && given.mode === 'training');
    if (!allowed) {
      log(operator, 'read-refused', null, 'access log: not-allowed');
      return err({ reason: 'not-allowed' });
    }
    log(operator, 'access-log-read', null, before === null ? 'newest' : `before ${before}`);
    return ok(store.access.page(before, limit));
  };

  return { positions, accessLog, refuse: (operator, what) => log(operator, 'read-refused', null, what) };
};
