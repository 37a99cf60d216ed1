import { opensBoth, opensOffender } from '../alerts.ts';
import type { AlertState } from '../alerts.ts';
import type { Certainty } from '../codes.ts';
import type { AlertId, IncidentId, LeaseId, OrderId, PersonId } from '../ids.ts';
import type { Entry } from './entries.ts';
import type { Lease } from './leases.ts';
import type { Order } from '../orders.ts';

/** Whom the alerts of one incident open. */
export type Opening = {
  readonly orderId: OrderId;
  /** By running alert that sounded since the last acknowledgement. */
  readonly ringing: ReadonlyMap<AlertId, readonly PersonId[]>;
  /** Alerts that open somebody and have not been left, acknowledged or not: the breach runs, or ended only with its order. */
  readonly running: ReadonlyMap<AlertId, Certainty>;
  /** Everybody any alert of the incident has opened. */
  readonly opened: ReadonlySet<PersonId>;
};

/** Leases as the record tells of them. Nothing here is stored: a restart folds the record again. */
export type LeaseWorld = {
  readonly active: ReadonlyMap<LeaseId, Lease>;
  readonly openings: ReadonlyMap<IncidentId, Opening>;
};

export const noLeases: LeaseWorld = { active: new Map(), openings: new Map() };

/**
 * True when a contact that is only possible stands on a breach of the alert tier that is likely, by the distance itself: the nearer
 * and less sure tier takes nothing back of what the farther one opens.
 */
const isLikelyFartherOut = (order: Order, { level, separation }: AlertState): boolean =>
  level === 'contact' && separation !== null && separation.distance_m <= order.limits.alert_m;

/** People whose positions an alert opens: both sides, the offender alone, or nobody. */
export const subjectsOf = (order: Order | undefined, alert: AlertState): readonly PersonId[] => {
  if (order === undefined) return [];
  if (!opensBoth(alert)) {
    if (!opensOffender(alert)) return [];
    if (!isLikelyFartherOut(order, alert)) return [order.offender];
  }
  switch (alert.rule.type) {
    case 'proximity':
      return [order.offender, alert.rule.victim];
    case 'sos':
      return [order.offender, alert.rule.person];
    case 'zone':
    case 'device':
      return [order.offender, ...order.victims];
  }
};

const withAlert = (opening: Opening, alert: AlertState, sounds: boolean, order: Order | undefined): Opening => {
  const subjects = subjectsOf(order, alert);
  const ringing = new Map(opening.ringing);
  const running = new Map(opening.running);
  if (subjects.length === 0) {
    ringing.delete(alert.alertId);
    running.delete(alert.alertId);
  } else {
    running.set(alert.alertId, alert.certainty);
    if (sounds || ringing.has(alert.alertId)) ringing.set(alert.alertId, subjects);
  }
  return { ...opening, ringing, running, opened: new Set([...opening.opened, ...subjects]) };
};

const without = (opening: Opening, alertId: AlertId): Opening => ({
  ...opening,
  ringing: new Map([...opening.ringing].filter(([id]) => id !== alertId)),
  running: new Map([...opening.running].filter(([id]) => id !== alertId)),
});

const stepOpening = (opening: Opening, entry: Entry, order: Order | undefined): Opening => {
  const { body } = entry;
  switch (body.kind) {
    case 'alert.raised':
    case 'alert.repeated':
      return withAlert(opening, body.alert, true, order);
    case 'alert.updated':
      return withAlert(opening, body.alert, opening.running.get(body.alert.alertId) === 'possible', order);
    case 'alert.level':
      return withAlert(opening, body.alert, body.rose, order);
    case 'alert.cleared':
      // The end of an order ends its breach, but takes nobody's position from a response that goes on until it is resolved.
      return body.reason === 'order-ended' ? opening : without(opening, body.alertId);
    case 'incident.acknowledged':
    case 'incident.resolved':
      return { ...opening, ringing: new Map() };
    default:
      return opening;
  }
};

const stepActive = (active: Map<LeaseId, Lease>, entry: Entry): void => {
  const { body, incidentId } = entry;
  if (body.kind === 'lease.ended') active.delete(body.leaseId);
  if (body.kind === 'lease.renewed') {
    const lease = active.get(body.leaseId);
    if (lease !== undefined) active.set(lease.id, { ...lease, expiresAt_ms: body.expiresAt_ms });
  }
  if (body.kind === 'lease.granted' && incidentId !== null) {
    const { leaseId: id, subjects, purpose, holders, expiresAt_ms } = body;
    active.set(id, { id, incidentId, subjects, purpose, holders, start_ms: entry.at_ms, expiresAt_ms });
  }
};

/** Folds entries into the leases they grant, renew and end, and into what the alerts open. */
export const foldLeases = (
  world: LeaseWorld,
  entries: readonly Entry[],
  orderOf: (id: OrderId) => Order | undefined,
): LeaseWorld => {
  const active = new Map(world.active);
  const openings = new Map(world.openings);
  for (const entry of entries) {
    stepActive(active, entry);
    if (entry.incidentId === null) continue;
    if (entry.body.kind === 'incident.closed') openings.delete(entry.incidentId);
    if (entry.body.kind === 'incident.raised') {
      const { orderId } = entry.body;
      openings.set(entry.incidentId, { orderId, ringing: new Map(), running: new Map(), opened: new Set() });
    }
    const opening = openings.get(entry.incidentId);
    if (opening !== undefined) openings.set(entry.incidentId, stepOpening(opening, entry, orderOf(opening.orderId)));
  }
  return { active, openings };
};
