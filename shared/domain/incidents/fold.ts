import type { AlertId, IncidentId, OrderId, UnitId } from '../ids.ts';
import { mostUrgent } from '../codes.ts';
import type { DispatchCode, Level } from '../codes.ts';
import type { AlertState } from '../alerts.ts';
import { editMap } from '../layeredMap.ts';
import type { MapEdit } from '../layeredMap.ts';
import { unreachable } from '../result.ts';
import { closer, measured } from './closest.ts';
import { claimAfter, explained, strandedBeside, takenBy } from './claims.ts';
import { isOnCall } from '../units.ts';
import type { Entry, EntryBody } from './entries.ts';
import { stepOutages } from './outages.ts';
import { resounded, shelvedBy } from './shelving.ts';
import { rung, soundingNumber } from './soundings.ts';
import type { AlertBody } from './soundings.ts';
import { stepAssignments } from './assignments.ts';
import { stepGuidance, stepPlaybook, stepTalks } from './guidance.ts';
import type { Incident, IncidentAlert, IncidentStatus, UnitState, World } from './state.ts';

type Units = Pick<MapEdit<UnitId, UnitState>, 'get'>;

/** Code of the running alerts; the last one stays when all have cleared. */
const codeOf = (alerts: Incident['alerts'], before: DispatchCode): DispatchCode => {
  const running = [...alerts.values()].filter((a) => a.clearedAt_ms === null).map((a) => a.state.code);
  const [first, ...rest] = running;
  return first === undefined ? before : rest.reduce(mostUrgent, first);
};

const opened = (
  entry: Entry,
  id: IncidentId,
  { orderId, follows }: Extract<Entry['body'], { kind: 'incident.raised' }>,
): Incident => ({
  id,
  orderId,
  follows: follows ?? null,
  status: 'raised',
  code: 4,
  peakCode: 4,
  alerts: new Map(),
  unacknowledged: true,
  soundings: 0,
  unanswered: [],
  soundedAt_ms: entry.at_ms,
  shelved: null,
  units: [],
  claim: null,
  takings: [],
  acknowledgedBy: null,
  assignments: new Map(),
  workers: [],
  resolvedBy: null,
  outcome: null,
  falseCause: null,
  onSceneAtEnd: [],
  closest: null,
  closestStated: new Map(),
  lastMeasured: new Map(),
  times: {
    raisedAt_ms: entry.at_ms,
    acknowledgedAt_ms: null,
    dispatchedAt_ms: null,
    onSceneAt_ms: null,
    resolvedAt_ms: null,
    closedAt_ms: null,
  },
  positionsExist: true,
  brokeGlass: false,
  glassBroken: new Map(),
  contactConfirmed: false,
  sureLevels: new Set(),
  holds: new Map(),
  exportedAt_ms: null,
  guidance: new Map(),
  playbook: new Map(),
  talkedAt_ms: new Map(),
  entries: 0,
});

const withSure = (
  levels: Incident['sureLevels'],
  { level, certainty, sureLevel }: AlertState,
): Incident['sureLevels'] => {
  const sure = certainty === 'possible' ? sureLevel : level;
  return sure === undefined || levels.has(sure) ? levels : new Set([...levels, sure]);
};

/** Puts an alert's new state into the incident; where it sounds, it waits to be acknowledged. */
const withAlert = (incident: Incident, entry: Entry, body: AlertBody): Incident => {
  const state = body.alert;
  const before = incident.alerts.get(state.alertId);
  const alert: IncidentAlert = {
    state,
    raisedAt_ms: before?.raisedAt_ms ?? entry.at_ms,
    changedAt_ms: entry.at_ms,
    clearedAt_ms: null,
    clearReason: null,
    repeats: (before?.repeats ?? 0) + (body.kind === 'alert.repeated' ? 1 : 0),
    partedBeyond: null,
  };
  const alerts = new Map(incident.alerts).set(state.alertId, alert);
  return {
    ...sounded(incident, entry, body),
    alerts,
    code: codeOf(alerts, state.code),
    peakCode: mostUrgent(incident.peakCode, state.code),
    closest: closer(incident, state, entry.at_ms),
    contactConfirmed: incident.contactConfirmed || (state.level === 'contact' && state.certainty === 'confirmed'),
    sureLevels: withSure(incident.sureLevels, state),
  };
};

const sounded = (incident: Incident, { at_ms }: Entry, body: AlertBody): Incident => {
  const number = soundingNumber(incident, body);
  const { alertId, code } = body.alert;
  return number === null ? incident : rung(incident, { number, alertId, code, at_ms, escalatedAt_ms: null });
};

const withCleared = (
  incident: Incident,
  { alertId, reason }: Pick<Extract<EntryBody, { readonly kind: 'alert.cleared' }>, 'alertId' | 'reason'>,
  at_ms: number,
): Incident => {
  const alert = incident.alerts.get(alertId);
  if (alert === undefined) return incident;
  const alerts = new Map(incident.alerts).set(alertId, { ...alert, clearedAt_ms: at_ms, clearReason: reason });
  return { ...incident, alerts, code: codeOf(alerts, incident.code) };
};

/** Silences what its desk had heard; what rang later rings on. */
const acknowledged = (incident: Incident, { actor, at_ms }: Entry, heard: number | undefined): Incident => {
  const unanswered = heard === undefined ? [] : incident.unanswered.filter(({ number }) => number > heard);
  return withTimes(
    {
      ...incident,
      unanswered,
      unacknowledged: unanswered.length > 0,
      acknowledgedBy: actor.type === 'operator' ? actor.operatorId : incident.acknowledgedBy,
    },
    { acknowledgedAt_ms: incident.times.acknowledgedAt_ms ?? at_ms },
  );
};

const withBrokenGlass = (
  incident: Incident,
  { leaseId, holders, reason }: Extract<EntryBody, { readonly kind: 'lease.granted' }>,
  at_ms: number,
): Incident => ({
  ...incident,
  brokeGlass: true,
  glassBroken: new Map(incident.glassBroken).set(leaseId, { holders, at_ms, reason, seen: false }),
});

/** What an operator does to see, or to say that they have seen: it takes no part in the work. */
const SEES_ONLY: ReadonlySet<EntryBody['kind']> = new Set(['lease.granted', 'lease.seen']);

/** Where the response stands, from what is bound to it now. */
const statusOf = (incident: Incident, units: Units): IncidentStatus => {
  if (incident.status === 'resolved' || incident.status === 'closed') return incident.status;
  const states = incident.units.map((id) => units.get(id)?.status);
  if (states.includes('on-scene')) return 'on-scene';
  if (states.length > 0) return 'dispatched';
  return incident.times.acknowledgedAt_ms === null ? 'raised' : 'acknowledged';
};

const withTimes = (incident: Incident, times: Partial<Incident['times']>): Incident => ({
  ...incident,
  times: { ...incident.times, ...times },
});

const worked = (incident: Incident, { actor, body, at_ms }: Entry): Incident => {
  if (actor.type === 'system' || SEES_ONLY.has(body.kind)) return incident;
  // Whoever takes a unit away for another incident does not work this one, and is given no lease of its people for it.
  if (body.kind === 'unit.released' && body.divertedTo !== undefined) return incident;
  const { operatorId } = actor;
  const { workers } = incident;
  return {
    ...incident,
    claim: claimAfter(incident.claim, body.kind, actor, at_ms),
    workers: workers.includes(operatorId) ? workers : [...workers, operatorId],
  };
};

const withParted = (incident: Incident, alertId: AlertId, partedBeyond: Level): Incident => {
  const alert = incident.alerts.get(alertId);
  if (alert === undefined) return incident;
  return { ...incident, alerts: new Map(incident.alerts).set(alertId, { ...alert, partedBeyond }) };
};

/** What runs on after a resolution is judged from then on, whatever came of an earlier one. */
const resolved = (
  incident: Incident,
  entry: Entry,
  body: Extract<Entry['body'], { kind: 'incident.resolved' }>,
): Incident =>
  withTimes(
    {
      ...incident,
      status: 'resolved',
      unacknowledged: false,
      unanswered: [],
      shelved: null,
      outcome: body.outcome,
      // In records of before causes were listed it was typed.
      falseCause: body.outcome === 'false-alert' ? (body.falseCause ?? 'other') : null,
      onSceneAtEnd: body.onScene ?? [],
      resolvedBy: entry.actor.type === 'operator' ? entry.actor.operatorId : null,
      alerts: new Map([...incident.alerts].map(([id, alert]) => [id, { ...alert, partedBeyond: null }])),
    },
    { resolvedAt_ms: entry.at_ms },
  );

/** Applies one entry to the incident it belongs to. */
const stepIncident = (incident: Incident, entry: Entry): Incident => {
  const { body, at_ms } = entry;
  switch (body.kind) {
    case 'alert.raised':
    case 'alert.repeated':
    case 'alert.level':
    case 'alert.updated':
      return withAlert(incident, entry, body);
    case 'alert.cleared':
      return withCleared(incident, body, at_ms);
    case 'breach.parted':
      return withParted(incident, body.alertId, body.level);
    case 'distance.measured':
      return measured(incident, body, at_ms);
    case 'incident.acknowledged':
      return acknowledged(incident, entry, body.sounding);
    case 'incident.escalated':
      return {
        ...incident,
        unanswered: incident.unanswered.map((one) =>
          one.number === body.sounding ? { ...one, escalatedAt_ms: at_ms } : one,
        ),
      };
    case 'incident.shelved':
      return shelvedBy(incident, entry, body);
    case 'incident.unshelved':
      return resounded(incident, body, at_ms);
    case 'incident.taken':
      return takenBy(incident, body, entry);
    case 'taking.explained':
      return entry.actor.type === 'operator'
        ? { ...incident, takings: explained(incident.takings, entry.actor.operatorId) }
        : incident;
    case 'incident.left':
      return strandedBeside({ ...incident, shelved: null }, body, at_ms);
    case 'unit.assigned':
      // Somebody is on the way: it is put away no longer.
      return stepAssignments({ ...incident, shelved: null }, body, at_ms);
    case 'unit.released':
    case 'unit.status':
      return stepAssignments(incident, body, at_ms);
    case 'incident.resolved':
      return resolved(incident, entry, body);
    case 'incident.reopened':
      return withTimes(
        // What happens from here on was in no export yet.
        {
          ...resounded(incident, body, at_ms),
          status: 'acknowledged',
          outcome: null,
          falseCause: null,
          onSceneAtEnd: [],
          resolvedBy: null,
          exportedAt_ms: null,
        },
        { resolvedAt_ms: null },
      );
    case 'incident.closed':
      return withTimes({ ...incident, status: 'closed' }, { closedAt_ms: at_ms });
    case 'lease.granted':
      return body.purpose === 'break-glass' ? withBrokenGlass(incident, body, at_ms) : incident;
    case 'lease.seen': {
      const broken = incident.glassBroken.get(body.leaseId);
      if (broken === undefined) return incident;
      const glassBroken = new Map(incident.glassBroken).set(body.leaseId, { ...broken, seen: true });
      return { ...incident, glassBroken };
    }
    case 'positions.deleted':
      return { ...incident, positionsExist: false };
    case 'hold.set':
      return {
        ...incident,
        holds: new Map(incident.holds).set(body.holdId, {
          id: body.holdId,
          cause: body.cause,
          reason: body.reason,
          until_ms: body.until_ms,
        }),
      };
    case 'hold.ended':
      return { ...incident, holds: new Map([...incident.holds].filter(([id]) => id !== body.holdId)) };
    case 'guidance.sent':
    case 'guidance.delivered':
    case 'guidance.read':
    case 'guidance.ended':
      return { ...incident, guidance: stepGuidance(incident.guidance, body, at_ms) };
    case 'guidance.answered': {
      // A victim who cannot go, or asks for help, is put away no longer.
      const shelved = body.answer === 'going' ? incident.shelved : null;
      return { ...incident, shelved, guidance: stepGuidance(incident.guidance, body, at_ms) };
    }
    case 'playbook.step':
      return { ...incident, playbook: stepPlaybook(incident.playbook, body) };
    case 'call.logged':
      return { ...incident, talkedAt_ms: stepTalks(incident.talkedAt_ms, body, at_ms) };
    case 'evidence.exported':
      return body.positions ? { ...incident, exportedAt_ms: at_ms } : incident;
    case 'incident.raised':
    case 'incident.claimed':
    case 'note.added':
    case 'entry.corrected':
    case 'positions.committed':
    case 'record.restored':
    case 'order.unwatched':
    case 'order.watched':
    case 'outage.began':
    case 'outage.changed':
    case 'outage.acknowledged':
    case 'outage.escalated':
    case 'outage.ended':
    case 'outage.step':
    case 'clock.wrong':
    case 'clock.right':
    case 'lease.renewed':
    case 'lease.ended':
      return incident;
    default:
      return unreachable(body);
  }
};

/**
 * An alert runs in one place: the incident in which it is raised anew takes it up. Records of before entries said so left it running in the
 * earlier incident too, where nothing would ever end it.
 */
const stepTakenUp = (incidents: MapEdit<IncidentId, Incident>, ofOrder: readonly IncidentId[], entry: Entry): void => {
  if (entry.body.kind !== 'alert.raised') return;
  const { alertId } = entry.body.alert;
  for (const id of ofOrder) {
    const other = id === entry.incidentId ? undefined : incidents.get(id);
    if (other?.alerts.get(alertId)?.clearedAt_ms !== null) continue;
    incidents.set(id, withCleared(other, { alertId, reason: 'continued' }, entry.at_ms));
  }
};

/** Unit state after an entry; bound while dispatched, en route or on scene. */
const stepUnits = (units: MapEdit<UnitId, UnitState>, entry: Entry): void => {
  if (entry.body.kind !== 'unit.status') return;
  const { unitId, to } = entry.body;
  units.set(unitId, { status: to, incidentId: isOnCall(to) ? entry.incidentId : null, since_ms: entry.at_ms });
};

const stepUnwatched = (unwatched: MapEdit<OrderId, number>, { body, at_ms }: Entry): void => {
  if (body.kind === 'order.unwatched') unwatched.set(body.orderId, at_ms);
  if (body.kind === 'order.watched') unwatched.delete(body.orderId);
};

const stepClockFault = (before: World['clockFault'], { body, at_ms }: Entry): World['clockFault'] => {
  if (body.kind === 'clock.wrong') return { since_ms: at_ms, offset_s: body.offset_s };
  return body.kind === 'clock.right' ? null : before;
};

/**
 * Folds entries, in order, into what they say. The world given is left as it is, and the new one shares with it what did not change, so
 * that an entry costs the same however many incidents there are. Entries at or before the world's head are passed over, so that a page
 * may overlap the last.
 */
export const foldEntries = (world: World, entries: readonly Entry[]): World => {
  const incidents = editMap(world.incidents);
  const byOrder = editMap(world.byOrder);
  const units = editMap(world.units);
  const unwatched = editMap(world.unwatched);
  let { head, clockFault, outages } = world;
  for (const entry of entries) {
    if (entry.seq <= head) continue;
    head = entry.seq;
    stepUnits(units, entry);
    stepUnwatched(unwatched, entry);
    outages = stepOutages(outages, entry);
    clockFault = stepClockFault(clockFault, entry);
    const { incidentId, body } = entry;
    if (incidentId === null) continue;
    let before = incidents.get(incidentId);
    if (before === undefined && body.kind === 'incident.raised') {
      before = opened(entry, incidentId, body);
      byOrder.set(body.orderId, [...(byOrder.get(body.orderId) ?? []), incidentId]);
    }
    if (before === undefined) continue;
    stepTakenUp(incidents, byOrder.get(before.orderId) ?? [], entry);
    const after = worked(stepIncident(before, entry), entry);
    incidents.set(incidentId, { ...after, status: statusOf(after, units), entries: before.entries + 1 });
  }
  return {
    incidents: incidents.done(),
    byOrder: byOrder.done(),
    units: units.done(),
    unwatched: unwatched.done(),
    outages,
    clockFault,
    head,
  };
};
