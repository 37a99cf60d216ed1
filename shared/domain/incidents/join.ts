import type { AlertId, IncidentId, OrderId } from '../ids.ts';
import { unreachable } from '../result.ts';
import type { AlertChange } from '../rules/types.ts';
import type { EntryBody, EntryDraft } from './entries.ts';
import { incidentsOf, runningOf } from './state.ts';
import type { Incident, World } from './state.ts';

const bodyOf = (change: AlertChange): EntryBody => {
  switch (change.kind) {
    case 'raised':
      return { kind: 'alert.raised', alert: change.alert };
    case 'level':
      return { kind: 'alert.level', alert: change.alert, rose: change.rose };
    case 'updated':
      return { kind: 'alert.updated', alert: change.alert };
    case 'repeated':
      return { kind: 'alert.repeated', alert: change.alert };
    case 'cleared':
      return { kind: 'alert.cleared', alertId: change.alert.alertId, reason: change.reason };
    default:
      return unreachable(change);
  }
};

/** Something that must be answered: it opens an incident where none runs. A fall or an end does not. */
const demandsResponse = (change: AlertChange): boolean =>
  change.kind === 'level' ? change.rose : change.kind !== 'cleared';

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

/**
 * Turns an alert change into entries: it joins the running incident of its order, opens one when none runs and somebody must
 * answer, and otherwise completes the incident that held the alert. Empty only when no incident ever held it.
 */
export const joinAlert = (
  world: World,
  order: OrderId,
  change: AlertChange,
  newIncidentId: () => IncidentId,
): readonly EntryDraft[] => {
  const draft = (incidentId: IncidentId, body: EntryBody): EntryDraft => ({
    incidentId,
    at_ms: change.at_ms,
    actor: { type: 'system' },
    commandId: null,
    body,
  });
  if (!demandsResponse(change)) {
    const home = holding(world, order, change.alert.alertId);
    return home === null ? [] : [draft(home.id, bodyOf(change))];
  }
  const open = runningOf(world, order);
  if (open === null) {
    const id = newIncidentId();
    return [
      draft(id, { kind: 'incident.raised', orderId: order }),
      draft(id, { kind: 'alert.raised', alert: change.alert }),
    ];
  }
  // An alert that outlived its resolved incident is new to the one that runs now.
  const known = open.alerts.has(change.alert.alertId);
  return [draft(open.id, known ? bodyOf(change) : { kind: 'alert.raised', alert: change.alert })];
};
