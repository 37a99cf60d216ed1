import type { AlertState, Separation } from '../alerts.ts';
import type { AlertId, Digest, IncidentId, OrderId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { unreachable } from '../result.ts';
import type { AlertChange } from '../rules/types.ts';
import type { EntryBody, EntryDraft } from './entries.ts';
import { outlivingBreaches } from './outliving.ts';
import { followedAt } from './story.ts';
import { doesSound } from './soundings.ts';
import type { AlertBody } from './soundings.ts';
import { incidentsOf, runningOf } from './state.ts';
import { systemDraft } from './systemDraft.ts';
import type { Incident, World } from './state.ts';

type Changed = Exclude<AlertChange, { readonly kind: 'cleared' }>;

/** Which press of a button it was, where that is known. */
const pressOf = (of: { readonly press?: Digest | undefined }): { readonly press?: Digest } =>
  of.press === undefined ? {} : { press: of.press };

const bodyOf = (change: Changed): AlertBody => {
  switch (change.kind) {
    case 'raised':
      return { kind: 'alert.raised', alert: change.alert, ...pressOf(change) };
    case 'level':
      return { kind: 'alert.level', alert: change.alert, rose: change.rose };
    case 'updated':
      return { kind: 'alert.updated', alert: change.alert };
    case 'repeated':
      return { kind: 'alert.repeated', alert: change.alert, ...pressOf(change) };
    default:
      return unreachable(change);
  }
};

/** What a new incident is made with. */
type Joining = { readonly newIncidentId: () => IncidentId; readonly policy: Pick<Policy, 'story'> };

type Joined = readonly { readonly incidentId: IncidentId; readonly body: EntryBody }[];

/** The incident that an alert of the order runs in; where it has ended, the last that held it. */
const holding = (world: World, order: OrderId, alert: AlertId): Incident | null => {
  const held = incidentsOf(world, order).filter(({ alerts }) => alerts.has(alert));
  return held.findLast(({ alerts }) => alerts.get(alert)?.clearedAt_ms === null) ?? held.at(-1) ?? null;
};

/** The record says already that the alert was resolved. */
export const isResolved = (
  world: World,
  order: OrderId,
  { alert: { alertId } }: Pick<AlertChange, 'alert'>,
): boolean => {
  const alert = holding(world, order, alertId)?.alerts.get(alertId);
  return alert?.clearReason === 'resolved';
};

/** What ends an alert, lets it fall, or tells more of it without ringing, opens no incident: it completes the one that held the alert. */
const completes = (world: World, order: OrderId, { alertId }: AlertChange['alert'], body: EntryBody): Joined => {
  const home = holding(world, order, alertId);
  return home === null ? [] : [{ incidentId: home.id, body }];
};

/**
 * Puts what rings into the running incident of the order, or into a new one. An alert that runs on in an earlier incident goes on here: there
 * it ends, and here it is new.
 */
const ring = (
  world: World,
  order: OrderId,
  all: readonly AlertBody[],
  at_ms: number,
  { newIncidentId, policy }: Joining,
): Joined => {
  const open = runningOf(world, order);
  const incidentId = open?.id ?? newIncidentId();
  const follows = followedAt(world, order, at_ms, policy)?.id;
  const raised = { kind: 'incident.raised', orderId: order, ...(follows === undefined ? {} : { follows }) } as const;
  let soundings = open?.soundings ?? 0;
  return [
    ...(open === null ? [{ incidentId, body: raised }] : []),
    ...all.flatMap((changed) => {
      const { alert } = changed;
      const { alertId } = alert;
      const held = open?.alerts.get(alertId);
      // What an incident that was opened again holds of an alert that has gone on elsewhere is of then.
      const here = held?.clearReason === 'continued' ? undefined : held;
      const body: AlertBody =
        here === undefined ? { kind: 'alert.raised', alert, ...('press' in changed ? pressOf(changed) : {}) } : changed;
      const home = holding(world, order, alertId);
      const runsThere = home !== null && home.id !== incidentId && home.alerts.get(alertId)?.clearedAt_ms === null;
      const isSounding = doesSound(body, here?.state.certainty);
      if (isSounding) soundings += 1;
      return [
        ...(runsThere
          ? [{ incidentId: home.id, body: { kind: 'alert.cleared', alertId, reason: 'continued' } as const }]
          : []),
        { incidentId, body: isSounding ? { ...body, sounding: soundings } : body },
      ];
    }),
  ];
};

/** Breaches that outlive the resolution of their incident, each as it would ring anew; most urgent first. */
const outlivers = (world: World, order: OrderId): readonly AlertBody[] =>
  outlivingBreaches(world, order).map(({ alert }) => ({ kind: 'alert.raised', alert: alert.state }));

/** News of the two people, by which all that outlives a resolution rings with it: a low battery says nothing of them. */
const isAboutPeople = ({ rule, code }: AlertChange['alert']): boolean => rule.type !== 'device' || code <= 1;

const joined = (world: World, order: OrderId, change: AlertChange, joining: Joining): Joined => {
  const { alert } = change;
  if (change.kind === 'cleared')
    return completes(world, order, alert, { kind: 'alert.cleared', alertId: alert.alertId, reason: change.reason });
  const body = bodyOf(change);
  if (change.kind === 'level' && !change.rose) return completes(world, order, alert, body);
  const home = holding(world, order, alert.alertId);
  if (home !== null && !doesSound(body, home.alerts.get(alert.alertId)?.state.certainty))
    return completes(world, order, alert, body);
  const others = isAboutPeople(alert)
    ? outlivers(world, order).filter((other) => other.alert.alertId !== alert.alertId)
    : [];
  return ring(world, order, [body, ...others], change.at_ms, joining);
};

/**
 * Turns an alert change into entries: it joins the running incident of its order, opens one when none runs and somebody must
 * answer, and otherwise completes the incident that held the alert. What rings gets its number here, before any command of the same batch
 * is decided. Breaches that outlive their resolution ring with it, so that no incident is less urgent than what goes on. Empty only when
 * no incident ever held it.
 */
export const joinAlert = (world: World, order: OrderId, change: AlertChange, joining: Joining): readonly EntryDraft[] =>
  joined(world, order, change, joining).map(({ incidentId, body }) => systemDraft(incidentId, change.at_ms, body));

/**
 * Rings all breaches of the order that outlive the resolution of their incident, since one of them is due. `apartNow`: how far apart the two
 * of an alert are now; null where that is not known, or no distance between people.
 */
export const joinOutliving = (
  world: World,
  order: OrderId,
  now_ms: number,
  joining: Joining,
  apartNow: (alert: AlertState) => Separation | null,
): readonly EntryDraft[] => {
  const due = outlivers(world, order).map((body) => {
    const separation = apartNow(body.alert);
    return separation === null ? body : { ...body, alert: { ...body.alert, separation, closestAt_ms: null } };
  });
  return ring(world, order, due, now_ms, joining).map(({ incidentId, body }) => systemDraft(incidentId, now_ms, body));
};
