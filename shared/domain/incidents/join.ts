import type { AlertId, IncidentId, OrderId } from '../ids.ts';
import { unreachable } from '../result.ts';
import type { AlertChange } from '../rules/types.ts';
import { soundingNumber } from './soundings.ts';
import type { AlertBody } from './soundings.ts';
import type { EntryBody, EntryDraft } from './entries.ts';
import { incidentsOf, runningOf } from './state.ts';
import { systemDraft } from './systemDraft.ts';
import type { Incident, World } from './state.ts';

type Changed = Exclude<AlertChange, { readonly kind: 'cleared' }>;

const bodyOf = (change: Changed): AlertBody => {
  switch (change.kind) {
    case 'raised':
      return { kind: 'alert.raised', alert: change.alert };
    case 'level':
      return { kind: 'alert.level', alert: change.alert, rose: change.rose };
    case 'updated':
      return { kind: 'alert.updated', alert: change.alert };
    case 'repeated':
      return { kind: 'alert.repeated', alert: change.alert };
    default:
      return unreachable(change);
  }
};

type Joined = readonly { readonly incidentId: IncidentId; readonly body: EntryBody }[];

/** The incident that an alert of the order is in; the last, where it outlived one. */
const holding = (world: World, order: OrderId, alert: AlertId): Incident | null =>
  incidentsOf(world, order).findLast((incident) => incident.alerts.has(alert)) ?? null;

/** The record says already that the alert was resolved. */
export const isResolved = (
  world: World,
  order: OrderId,
  { alert: { alertId } }: Pick<AlertChange, 'alert'>,
): boolean => {
  const alert = holding(world, order, alertId)?.alerts.get(alertId);
  return alert?.clearReason === 'resolved';
};

/** What ends an alert, or lets it fall, opens no incident: it completes the one that held the alert. */
const completes = (world: World, order: OrderId, { alertId }: AlertChange['alert'], body: EntryBody): Joined => {
  const home = holding(world, order, alertId);
  return home === null ? [] : [{ incidentId: home.id, body }];
};

const joined = (world: World, order: OrderId, change: AlertChange, newIncidentId: () => IncidentId): Joined => {
  const { alert } = change;
  if (change.kind === 'cleared')
    return completes(world, order, alert, { kind: 'alert.cleared', alertId: alert.alertId, reason: change.reason });
  if (change.kind === 'level' && !change.rose) return completes(world, order, alert, bodyOf(change));
  const open = runningOf(world, order);
  if (open === null) {
    const incidentId = newIncidentId();
    return [
      { incidentId, body: { kind: 'incident.raised', orderId: order } },
      { incidentId, body: { kind: 'alert.raised', alert, sounding: 1 } },
    ];
  }
  // An alert that outlived its resolved incident is new to the one that runs now.
  const body: AlertBody = open.alerts.has(alert.alertId) ? bodyOf(change) : { kind: 'alert.raised', alert };
  const sounding = soundingNumber(open, body);
  return [{ incidentId: open.id, body: sounding === null ? body : { ...body, sounding } }];
};

/**
 * Turns an alert change into entries: it joins the running incident of its order, opens one when none runs and somebody must
 * answer, and otherwise completes the incident that held the alert. What rings gets its number here, before any command of the same batch
 * is decided. Empty only when no incident ever held it.
 */
export const joinAlert = (
  world: World,
  order: OrderId,
  change: AlertChange,
  newIncidentId: () => IncidentId,
): readonly EntryDraft[] =>
  joined(world, order, change, newIncidentId).map(({ incidentId, body }) =>
    systemDraft(incidentId, change.at_ms, body),
  );
