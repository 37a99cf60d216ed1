import { opensBoth, opensOffender } from '../../../../shared/domain/alerts.ts';
import type { IncidentId, LeaseId, OperatorId, OrderId, PersonId } from '../../../../shared/domain/ids.ts';
import type { Entry, EntryBody } from '../../../../shared/domain/incidents/entries.ts';
import type { Order } from '../../../../shared/domain/orders.ts';

/** A lease as the record tells of it: where it was granted, renewed and ended. */
export type Grant = {
  readonly id: LeaseId;
  readonly incidentId: IncidentId;
  readonly purpose: Extract<EntryBody, { readonly kind: 'lease.granted' }>['purpose'];
  readonly subjects: readonly PersonId[];
  readonly holders: readonly OperatorId[];
  readonly grantedAt: number;
  /** Expiries with the entry that set each. */
  readonly expiries: readonly { readonly seq: number; readonly expiresAt_ms: number }[];
  readonly endedAt: number;
};

/** Every lease of a record. Nothing of the server's own fold is used: the judge reads the entries for itself. */
export const leasesIn = (record: readonly Entry[]): readonly Grant[] =>
  record.flatMap(({ seq, incidentId, body }): readonly Grant[] => {
    if (body.kind !== 'lease.granted' || incidentId === null) return [];
    const { leaseId: id, purpose, subjects, holders, expiresAt_ms } = body;
    const renewed = record.flatMap((entry) =>
      entry.body.kind === 'lease.renewed' && entry.body.leaseId === id
        ? [{ seq: entry.seq, expiresAt_ms: entry.body.expiresAt_ms }]
        : [],
    );
    const ended = record.find((entry) => entry.body.kind === 'lease.ended' && entry.body.leaseId === id);
    const expiries = [{ seq, expiresAt_ms }, ...renewed];
    const endedAt = ended?.seq ?? Number.POSITIVE_INFINITY;
    return [{ id, incidentId, purpose, subjects, holders, grantedAt: seq, expiries, endedAt }];
  });

/**
 * Leases an operator held when a packet arrived: granted by then, not ended as far as the socket knows, not run out. `known` is
 * the last entry that had certainly reached the socket, `head` the last there was.
 */
export const heldOf = (
  leases: readonly Grant[],
  on: { readonly operator: OperatorId; readonly known: number; readonly head: number; readonly at_ms: number },
): readonly Grant[] =>
  leases.filter(
    (lease) =>
      lease.holders.includes(on.operator) &&
      lease.grantedAt <= on.head &&
      lease.endedAt > on.known &&
      on.at_ms < (lease.expiries.findLast(({ seq }) => seq <= on.head)?.expiresAt_ms ?? 0),
  );

/** Leases of alarms and responses that open more than the alerts before them do. */
export const grantFaults = (record: readonly Entry[], orders: readonly Order[]): readonly string[] => {
  const faults: string[] = [];
  const orderOf = new Map<IncidentId, OrderId>();
  const opened = new Map<IncidentId, Set<PersonId>>();
  for (const { body, incidentId } of record) {
    if (incidentId === null) continue;
    if (body.kind === 'incident.raised') orderOf.set(incidentId, body.orderId);
    const order = orders.find(({ id }) => id === orderOf.get(incidentId));
    if (order === undefined) continue;
    const people = opened.get(incidentId) ?? new Set();
    opened.set(incidentId, people);
    if ('alert' in body) {
      const { alert } = body;
      const { rule, level, separation } = alert;
      // A contact that is only possible, on an alert tier that is likely by the distance itself.
      const likely = level === 'contact' && separation !== null && separation.distance_m <= order.limits.alert_m;
      if (opensBoth(alert) || (opensOffender(alert) && likely)) {
        const named = rule.type === 'proximity' ? [rule.victim] : rule.type === 'sos' ? [rule.person] : order.victims;
        for (const person of named) people.add(person);
      }
      if (opensBoth(alert) || opensOffender(alert)) people.add(order.offender);
    }
    if (body.kind !== 'lease.granted' || body.purpose === 'review' || body.purpose === 'break-glass') continue;
    for (const person of body.subjects)
      if (!people.has(person)) faults.push(`${body.leaseId} opens ${person}, whom no alert opens`);
  }
  return faults;
};
