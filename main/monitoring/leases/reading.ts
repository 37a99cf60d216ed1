import type { IncidentId, OrderId, PersonId } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { AccessRecord } from '../../../shared/protocol/messages.ts';
import type { AccessLine } from '../ports/commit.ts';
import type { Positions } from '../ports/desks.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';
import type { PositionRoom } from '../ports/positions.ts';
import type { CommitQueue, RecordReads } from '../ports/record.ts';
import type { LeaseDesk } from './desk.ts';

/** Reads that are themselves on record: every one, granted or refused, is a line of the access log before it is answered. */
export type Reading = {
  readonly positions: (
    incident: IncidentId,
    operator: Operator,
    answer: (read: Result<Positions, Refusal>) => void,
  ) => void;
  /** Puts a read that was refused elsewhere on the access log; `operator` is null where nobody is signed in. */
  readonly refuse: (operator: Operator | null, what: string) => void;
  readonly accessLog: (
    operator: Operator,
    before: number | null,
    limit: number,
    answer: (read: Result<readonly AccessRecord[], Refusal>) => void,
  ) => void;
};

export const createReading = (given: {
  readonly store: Pick<RecordReads, 'access'>;
  readonly commits: CommitQueue;
  readonly record: IncidentRecord;
  readonly desk: LeaseDesk;
  readonly room: PositionRoom;
  readonly orderOf: (id: OrderId) => Order | undefined;
  readonly mode: Mode;
  readonly now: () => number;
  readonly onStoreFailure: (thrown: unknown) => void;
}): Reading => {
  const { store, record } = given;
  /** Writes a line, and then answers: nothing is opened that is not on the log. */
  const logged = <T>(
    line: Omit<AccessLine, 'at_ms'>,
    answer: (read: Result<T, Refusal>) => void,
    read: () => Result<T, Refusal>,
  ): void =>
    given.commits.add({
      prepare: () => ({ access: [{ at_ms: given.now(), ...line }] }),
      done: (outcome) => {
        if (!outcome.ok) given.onStoreFailure(outcome.error);
        answer(outcome.ok ? read() : err({ reason: 'store-failed' }));
      },
    });

  const positions: Reading['positions'] = (incidentId, operator, answer) => {
    const operatorId = operator.id;
    const refuse = (refusal: Refusal): void => {
      const detail = `positions: ${refusal.reason}`;
      logged({ operatorId, action: 'read-refused', incidentId, detail }, answer, () => err(refusal));
    };
    const incident = record.incident(incidentId);
    const order = incident === undefined ? undefined : given.orderOf(incident.orderId);
    if (incident === undefined || order === undefined) return refuse({ reason: 'unknown-incident' });
    if (!incident.positionsExist) return refuse({ reason: 'positions-gone' });
    const subjectsOpen = (): ReadonlySet<PersonId> => {
      const held = given.desk.heldBy(operatorId).filter((lease) => lease.incidentId === incidentId);
      return new Set(held.flatMap((lease) => lease.subjects));
    };
    if (subjectsOpen().size === 0) return refuse({ reason: 'not-allowed' });
    return logged({ operatorId, action: 'read', incidentId, detail: 'positions' }, answer, () => {
      // A lease that has ended while the line was written opens nothing any more.
      const subjects = subjectsOpen();
      if (subjects.size === 0) return err({ reason: 'not-allowed' });
      const tracks = given.room.read(incidentId, subjects);
      if (order.victims.some((id) => subjects.has(id))) return ok({ tracks, limits: order.limits, zones: order.zones });
      // A possible alert shows where the offender was last, not the way there.
      const last = tracks.map(({ personId, points }) => ({ personId, points: points.slice(-1) }));
      return ok({ tracks: last, limits: order.limits, zones: [] });
    });
  };

  const accessLog: Reading['accessLog'] = (operator, before, limit, answer) => {
    const line = { operatorId: operator.id, incidentId: null };
    const allowed = operator.role === 'supervisor' || (operator.role === 'trainer' && given.mode === 'training');
    if (!allowed) {
      const detail = 'access log: not-allowed';
      return logged({ ...line, action: 'read-refused', detail }, answer, () => err({ reason: 'not-allowed' }));
    }
    const detail = before === null ? 'newest' : `before ${before}`;
    return logged({ ...line, action: 'access-log-read', detail }, answer, () => ok(store.access.page(before, limit)));
  };

  return {
    positions,
    accessLog,
    refuse: (operator, what) => {
      const line = {
        operatorId: operator?.id ?? null,
        action: 'read-refused',
        incidentId: null,
        detail: what,
      } as const;
      logged(
        line,
        () => undefined,
        () => ok(null),
      );
    },
  };
};
