import type { IncidentId, LeaseId, OperatorId, OrderId, PersonId } from '../../../shared/domain/ids.ts';
import type { EntryBody } from '../../../shared/domain/incidents/entries.ts';
import type { Lease } from '../../../shared/domain/incidents/leases.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { LeaseOpened } from '../../../shared/protocol/messages.ts';
import type { TrackPoint } from '../../../shared/protocol/track.ts';
import type { LeaseEvent } from '../ports/desks.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { IncidentRecord } from '../ports/incidentRecord.ts';

/** People who may be seen, each with when the earliest order began under which that is so: what was before it is not shown. */
export type Visible = ReadonlyMap<PersonId, number>;

type LeaseEntry = Extract<EntryBody, { readonly kind: 'lease.granted' | 'lease.renewed' | 'lease.ended' }>;

/** What operators hold, as their consoles are told of it. */
export type LeaseDesk = {
  readonly heldBy: (operator: OperatorId) => readonly Lease[];
  readonly openedFor: (operator: OperatorId) => readonly LeaseOpened[];
  /** People an operator may see live. A review is of the past: it opens recorded positions only. */
  readonly visibleTo: (operator: OperatorId) => Visible;
  /** Incidents where a victim is open to an operator: times and ways to a victim give the place away. */
  readonly advisedFor: (operator: OperatorId) => readonly IncidentId[];
  readonly onLease: (listener: (event: LeaseEvent) => void) => () => void;
};

export const createLeaseDesk = (given: {
  readonly record: IncidentRecord;
  readonly orderOf: (id: OrderId) => Order | undefined;
  readonly recent: (person: PersonId) => readonly TrackPoint[];
  readonly world: () => World;
  readonly now: () => number;
  readonly bulkhead: Bulkhead;
}): LeaseDesk => {
  const { record, bulkhead } = given;
  const listeners = new Set<(event: LeaseEvent) => void>();
  const known = new Map<LeaseId, Lease>(record.leases().active);
  // A lease that has run out shows nobody, even while the entry that ends it cannot be written.
  const heldBy = (operator: OperatorId): readonly Lease[] =>
    [...record.leases().active.values()].filter(
      (lease) => lease.holders.includes(operator) && given.now() < lease.expiresAt_ms,
    );

  const orderOfLease = (lease: Lease): Order | undefined => {
    const orderId = given.world().incidents.get(lease.incidentId)?.orderId;
    return orderId === undefined ? undefined : given.orderOf(orderId);
  };

  const showsVictim = (lease: Lease): boolean =>
    orderOfLease(lease)?.victims.some((id) => lease.subjects.includes(id)) ?? false;

  const open = (lease: Lease): LeaseOpened | null => {
    const order = orderOfLease(lease);
    if (order === undefined) return null;
    // Zones are the victim's home and work: they come with the victim, never with the offender alone.
    const zones = showsVictim(lease) ? order.zones : [];
    // So does the way both came: a possible alert shows the offender's last fix and disc, and where the offender already is on the
    // screen, the way here comes with the lease that adds the victim.
    const lookBack =
      lease.purpose === 'review' || !showsVictim(lease) ? [] : new Set([order.offender, ...lease.subjects]);
    const leadIn = [...lookBack].map((personId) => ({
      personId,
      points: given.recent(personId).filter(({ at_ms }) => at_ms >= order.validFrom_ms),
    }));
    return { lease, limits: order.limits, zones, leadIn };
  };

  const tell = (event: LeaseEvent): void => {
    for (const listener of listeners) bulkhead.run('leases', event.kind, () => listener(event));
  };

  const tellOf = (body: LeaseEntry, active: ReadonlyMap<LeaseId, Lease>): void => {
    const { leaseId } = body;
    if (body.kind === 'lease.granted') {
      const lease = active.get(leaseId);
      const opened = lease === undefined ? null : open(lease);
      if (lease === undefined || opened === null) return;
      known.set(lease.id, lease);
      for (const holder of lease.holders) tell({ kind: 'opened', holder, opened });
      return;
    }
    for (const holder of known.get(leaseId)?.holders ?? []) {
      if (body.kind === 'lease.ended') tell({ kind: 'ended', holder, leaseId });
      else tell({ kind: 'renewed', holder, leaseId, expiresAt_ms: body.expiresAt_ms });
    }
    if (body.kind === 'lease.ended') known.delete(leaseId);
  };

  record.onEntries((entries) => {
    const active = record.leases().active;
    for (const { body } of entries) {
      if (body.kind !== 'lease.granted' && body.kind !== 'lease.renewed' && body.kind !== 'lease.ended') continue;
      bulkhead.run('leases', body.leaseId, () => tellOf(body, active));
    }
  });

  return {
    heldBy,
    openedFor: (operator) => heldBy(operator).flatMap((lease) => open(lease) ?? []),
    visibleTo: (operator) => {
      const visible = new Map<PersonId, number>();
      for (const lease of heldBy(operator)) {
        const from_ms = orderOfLease(lease)?.validFrom_ms;
        if (lease.purpose === 'review' || from_ms === undefined) continue;
        for (const id of lease.subjects) visible.set(id, Math.min(from_ms, visible.get(id) ?? from_ms));
      }
      return visible;
    },
    advisedFor: (operator) => {
      const live = heldBy(operator).filter((lease) => lease.purpose !== 'review' && showsVictim(lease));
      return [...new Set(live.map((lease) => lease.incidentId))];
    },
    onLease: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
