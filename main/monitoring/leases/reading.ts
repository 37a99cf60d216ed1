import type { IncidentId, OrderId, PersonId } from '../../../shared/domain/ids.ts';
import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import type { Mode, Operator } from '../../../shared/domain/operators.ts';
import { peopleUnder } from '../../../shared/domain/orders.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { AccessFilter, AccessQuery, AccessRecord, ReadSubject } from '../../../shared/protocol/access.ts';
import type { AccessLine } from '../ports/commit.ts';
import type { Positions } from '../ports/desks.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';
import type { PositionRoom } from '../ports/positions.ts';
import type { CommitQueue, RecordReads } from '../ports/record.ts';
import { shortened } from './access.ts';
import type { LeaseDesk } from './desk.ts';

/** Reads that are themselves on record: every one, granted or refused, is a line of the access log before it is answered. */
export type Reading = {
  readonly positions: (
    incident: IncidentId,
    operator: Operator,
    answer: (read: Result<Positions, Refusal>) => void,
  ) => void;
  /** Puts a read that was refused elsewhere on the access log; `operator` is null where nobody is signed in. */
  readonly refuse: (operator: Operator | null, what: ReadSubject, reason: Refusal['reason']) => void;
  readonly accessLog: (
    operator: Operator,
    query: AccessQuery,
    answer: (read: Result<readonly AccessRecord[], Refusal>) => void,
  ) => void;
};

/** Detail of a line that tells of a refusal. */
const detailOf = (what: ReadSubject, reason: Refusal['reason']): string => `${what}: ${reason}`;

/** What of the access log was read, in the names of its query. */
const askedFor = (before: number | null, { operator, action, from_ms, to_ms }: AccessFilter): string =>
  [
    before === null ? 'newest' : `before ${before}`,
    ...(operator === undefined ? [] : [`operator ${operator}`]),
    ...(action === undefined ? [] : [action]),
    ...(from_ms === undefined ? [] : [`from ${new Date(from_ms).toISOString()}`]),
    ...(to_ms === undefined ? [] : [`to ${new Date(to_ms).toISOString()}`]),
  ].join(', ');

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
  ): void => {
    // A store that does not answer would leave whoever asks without one: what is not read needs no line.
    if (record.isKeeping() && line.action !== 'read-refused') return answer(err({ reason: 'store-failed' }));
    return given.commits.add({
      prepare: () => ({ access: [{ at_ms: given.now(), ...line }] }),
      done: (outcome) => {
        if (!outcome.ok) given.onStoreFailure(outcome.error);
        answer(outcome.ok ? read() : err({ reason: 'store-failed' }));
      },
    });
  };

  const positions: Reading['positions'] = (incidentId, operator, answer) => {
    const operatorId = operator.id;
    const incident = record.incident(incidentId);
    const order = incident === undefined ? undefined : given.orderOf(incident.orderId);
    const refuse = (refusal: Refusal): void => {
      const people = order === undefined ? [] : peopleUnder(order);
      const detail = detailOf('positions', refusal.reason);
      logged({ operatorId, action: 'read-refused', incidentId, people, detail }, answer, () => err(refusal));
    };
    if (incident === undefined || order === undefined) return refuse({ reason: 'unknown-incident' });
    if (!incident.positionsExist) return refuse({ reason: 'positions-gone' });
    const subjectsOpen = (): ReadonlySet<PersonId> => {
      const held = given.desk.heldBy(operatorId).filter((lease) => lease.incidentId === incidentId);
      return new Set(held.flatMap((lease) => lease.subjects));
    };
    const people = [...subjectsOpen()];
    if (people.length === 0) return refuse({ reason: 'not-allowed' });
    return logged({ operatorId, action: 'read', incidentId, people, detail: 'positions' }, answer, () => {
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

  const accessLog: Reading['accessLog'] = (operator, { before, limit, filter = {} }, answer) => {
    const people = filter.person === undefined ? [] : [filter.person];
    const line = { operatorId: operator.id, incidentId: null, people };
    const allowed = operator.role === 'supervisor' || (operator.role === 'trainer' && given.mode === 'training');
    if (!allowed) {
      const detail = detailOf('access log', 'not-allowed');
      return logged({ ...line, action: 'read-refused', detail }, answer, () => err({ reason: 'not-allowed' }));
    }
    const detail = shortened(askedFor(before, filter));
    return logged({ ...line, action: 'access-log-read', detail }, answer, () =>
      ok(store.access.page(before, limit, filter)),
    );
  };

  return {
    positions,
    accessLog,
    refuse: (operator, what, reason) => {
      const line = {
        operatorId: operator?.id ?? null,
        action: 'read-refused',
        incidentId: null,
        people: [],
        detail: detailOf(what, reason),
      } as const;
      logged(
        line,
        () => undefined,
        () => ok(null),
      );
    },
  };
};
