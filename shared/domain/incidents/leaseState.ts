import { opensBoth, opensOffender } from '../alerts.ts';
import type { AlertState } from '../alerts.ts';
import type { AlertId, IncidentId, LeaseId, OrderId, PersonId } from '../ids.ts';
import type { Entry } from './entries.ts';
import type { Lease } from './leases.ts';
import type { Order } from '../orders.ts';
import { editMap } from '../layeredMap.ts';
import type { MapEdit } from '../layeredMap.ts';

/** Whom the alerts of one incident open. Which of them ring is the incident's to say. */
export type Opening = {
  readonly orderId: OrderId;
  /** By alert that opens somebody and has not been left, acknowledged or not, whom: the breach runs, or ended only with its order. */
  readonly running: ReadonlyMap<AlertId, readonly PersonId[]>;
  /** Everybody any alert of the incident has opened. */
  readonly opened: ReadonlySet<PersonId>;
};

/** Leases as the record tells of them. Nothing here is stored: a restart folds the record again. */
export type LeaseWorld = {
  readonly active: ReadonlyMap<LeaseId, Lease>;
  /** Active leases of each incident that has any, in the order in which they were granted. */
  readonly byIncident: ReadonlyMap<IncidentId, readonly LeaseId[]>;
  readonly openings: ReadonlyMap<IncidentId, Opening>;
};

export const noLeases: LeaseWorld = { active: new Map(), byIncident: new Map(), openings: new Map() };

/** Active leases of an incident, in the order in which they were granted. */
export const leasesOf = ({ active, byIncident }: LeaseWorld, incident: IncidentId): readonly Lease[] =>
  (byIncident.get(incident) ?? []).flatMap((id) => active.get(id) ?? []);

/**
 * True when a contact that is only possible stands on a breach of the alert tier that is sure: the nearer and less sure tier takes nothing back
 * of what the farther one opens. Its own distance says nothing: it may be one to a place that was held back, or that he has long left.
 */
const isLikelyFartherOut = ({ level, sureLevel }: AlertState): boolean => level === 'contact' && sureLevel === 'alert';

/** People whose positions an alert opens: both sides, the offender alone, or nobody. */
export const subjectsOf = (order: Order | undefined, alert: AlertState): readonly PersonId[] => {
  if (order === undefined) return [];
  if (!opensBoth(alert)) {
    if (!opensOffender(alert)) return [];
    if (!isLikelyFartherOut(alert)) return [order.offender];
  }
  switch (alert.rule.type) {
    case 'proximity':
      return [order.offender, alert.rule.victim];
    case 'sos':
      return [order.offender, alert.rule.person];
    case 'zone':
    case 'device':
    case 'watch':
      return [order.offender, ...order.victims];
  }
};

const withAlert = (opening: Opening, alert: AlertState, order: Order | undefined): Opening => {
  const subjects = subjectsOf(order, alert);
  const running = new Map(opening.running);
  if (subjects.length === 0) running.delete(alert.alertId);
  else running.set(alert.alertId, subjects);
  return { ...opening, running, opened: new Set([...opening.opened, ...subjects]) };
};

const without = (opening: Opening, alertId: AlertId): Opening => ({
  ...opening,
  running: new Map([...opening.running].filter(([id]) => id !== alertId)),
});

const stepOpening = (opening: Opening, entry: Entry, order: Order | undefined): Opening => {
  const { body } = entry;
  switch (body.kind) {
    case 'alert.raised':
    case 'alert.repeated':
    case 'alert.updated':
    case 'alert.level':
      return withAlert(opening, body.alert, order);
    case 'alert.cleared':
      // The end of an order ends its breach, but takes nobody's position from a response that goes on until it is resolved.
      return body.reason === 'order-ended' ? opening : without(opening, body.alertId);
    default:
      return opening;
  }
};

type Edit = {
  readonly active: MapEdit<LeaseId, Lease>;
  readonly byIncident: MapEdit<IncidentId, readonly LeaseId[]>;
  readonly openings: MapEdit<IncidentId, Opening>;
};

const endLease = ({ active, byIncident }: Edit, leaseId: LeaseId): void => {
  const lease = active.get(leaseId);
  if (lease === undefined) return;
  active.delete(leaseId);
  const left = (byIncident.get(lease.incidentId) ?? []).filter((id) => id !== leaseId);
  if (left.length === 0) byIncident.delete(lease.incidentId);
  else byIncident.set(lease.incidentId, left);
};

const stepActive = (edit: Edit, entry: Entry): void => {
  const { active, byIncident } = edit;
  const { body, incidentId } = entry;
  if (body.kind === 'lease.ended') endLease(edit, body.leaseId);
  if (body.kind === 'lease.renewed') {
    const lease = active.get(body.leaseId);
    if (lease !== undefined) active.set(lease.id, { ...lease, expiresAt_ms: body.expiresAt_ms });
  }
  if (body.kind === 'lease.granted' && incidentId !== null) {
    const { leaseId: id, subjects, purpose, holders, expiresAt_ms } = body;
    if (active.get(id) === undefined) byIncident.set(incidentId, [...(byIncident.get(incidentId) ?? []), id]);
    active.set(id, { id, incidentId, subjects, purpose, holders, start_ms: entry.at_ms, expiresAt_ms });
  }
};

const stepOpenings = (openings: Edit['openings'], entry: Entry, orderOf: OrderOf): void => {
  const { incidentId, body } = entry;
  if (incidentId === null) return;
  if (body.kind === 'incident.closed') openings.delete(incidentId);
  if (body.kind === 'incident.raised') {
    const { orderId } = body;
    openings.set(incidentId, { orderId, running: new Map(), opened: new Set() });
  }
  const opening = openings.get(incidentId);
  const stepped = opening === undefined ? undefined : stepOpening(opening, entry, orderOf(opening.orderId));
  if (stepped !== undefined && stepped !== opening) openings.set(incidentId, stepped);
};

type OrderOf = (id: OrderId) => Order | undefined;

/** Folds entries into the leases they grant, renew and end, and into what the alerts open. Costs what changes, as folding a world does. */
export const foldLeases = (world: LeaseWorld, entries: readonly Entry[], orderOf: OrderOf): LeaseWorld => {
  const edit: Edit = {
    active: editMap(world.active),
    byIncident: editMap(world.byIncident),
    openings: editMap(world.openings),
  };
  for (const entry of entries) {
    stepActive(edit, entry);
    stepOpenings(edit.openings, entry, orderOf);
  }
  return { active: edit.active.done(), byIncident: edit.byIncident.done(), openings: edit.openings.done() };
};
