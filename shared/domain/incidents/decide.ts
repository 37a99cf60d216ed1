import type { HoldId, IncidentId, LeaseId, OrderId, Seq, UnitId } from '../ids.ts';
import type { Order } from '../orders.ts';
import type { Policy } from '../policy.ts';
import { err, ok, unreachable } from '../result.ts';
import type { Result } from '../result.ts';
import { isAssignable, isOnCall, stepUnit } from '../units.ts';
import type { UnitStatus } from '../units.ts';
import type { AttendanceOf } from './attendance.ts';
import { decideClaim, decideTakeReason } from './claims.ts';
import type { Command, CommandBody, Refusal } from './commands.ts';
import type { OperatorActor } from './actor.ts';
import type { EntryBody, EntryDraft, FalseAlertCause } from './entries.ts';
import { asksForCase, automaticHolds, holdsAtClosing, releaseHold, setHold } from './holds.ts';
import { decideOutage, isOutageCommand } from './outages.ts';
import { operatorDraft } from './operatorDraft.ts';
import { mostUrgentRunning, shelve } from './shelving.ts';
import { CLOCK_SLACK_MS } from './soundings.ts';
import { isRunning, runningOf, unitState } from './state.ts';
import { storyOf } from './story.ts';
import type { Incident, World } from './state.ts';

export type DecideContext = {
  readonly actor: OperatorActor;
  readonly knowsUnit: (id: UnitId) => boolean;
  /** The unit's place in the recommendation now; null where none could be computed. */
  readonly rankOf: (incident: IncidentId, unit: UnitId) => { readonly rank: number; readonly eta_s: number } | null;
  /** The offender closes in on a victim within a breach of the incident. */
  readonly isClosing: (incident: Incident) => boolean;
  /** The incident an entry of the record belongs to; null for none, and for an entry that is not there. */
  readonly incidentOf: (seq: Seq) => IncidentId | null;
  readonly orderOf: (id: OrderId) => Pick<Order, 'victims'> | undefined;
  readonly newHoldId: () => HoldId;
  /** Whether an operator is at their desk now. */
  readonly attendanceOf: AttendanceOf;
  readonly policy: Pick<Policy, 'hold' | 'shelving' | 'story'>;
};

type Draft = { readonly incidentId: IncidentId | null; readonly body: EntryBody };
type Decision = Result<readonly Draft[], Refusal>;

const wrong = (state: string): Decision => err({ reason: 'wrong-state', state });

const bodies = (incident: Incident, ...all: readonly EntryBody[]): Decision =>
  ok(all.map((body) => ({ incidentId: incident.id, body })));

const ofIncident = (incident: Incident, decided: Result<EntryBody, Refusal>): Decision =>
  decided.ok ? bodies(incident, decided.value) : decided;

const unitTo = (world: World, unitId: UnitId, to: UnitStatus): EntryBody => ({
  kind: 'unit.status',
  unitId,
  from: unitState(world, unitId).status,
  to,
});

/**
 * A unit that works another incident is taken from it only by an operator who knew which one it is. What that incident has reached stays as
 * it is: its entry says that the unit was diverted, and where to.
 */
const assign = (
  world: World,
  incident: Incident,
  { unitId, divertFrom }: Extract<CommandBody, { readonly kind: 'unit.assign' }>,
  context: DecideContext,
): Decision => {
  if (!isRunning(incident)) return wrong(incident.status);
  if (incident.times.acknowledgedAt_ms === null) return wrong('raised');
  if (!context.knowsUnit(unitId)) return err({ reason: 'unknown-unit' });
  const { status, incidentId: works } = unitState(world, unitId);
  if (status === 'out-of-service') return wrong(status);
  const diverted = !isAssignable(status) && works !== null && works !== incident.id && works === divertFrom;
  if (!isAssignable(status) && !diverted) return err({ reason: 'unit-busy' });
  const place = context.rankOf(incident.id, unitId);
  const assigned: readonly EntryBody[] = [
    { kind: 'unit.assigned', unitId, rank: place?.rank ?? null, eta_s: place?.eta_s ?? null },
    unitTo(world, unitId, 'dispatched'),
  ];
  const leaves: readonly Draft[] = diverted
    ? [{ incidentId: works, body: { kind: 'unit.released', unitId, divertedTo: incident.id } }]
    : [];
  return ok([...leaves, ...assigned.map((body) => ({ incidentId: incident.id, body }))]);
};

const release = (world: World, incident: Incident, unitId: UnitId): Decision =>
  incident.units.includes(unitId)
    ? bodies(incident, { kind: 'unit.released', unitId }, unitTo(world, unitId, 'clear'))
    : wrong(unitState(world, unitId).status);

const setStatus = (
  world: World,
  { unitId, status: to, assignedTo }: Extract<CommandBody, { readonly kind: 'unit.setStatus' }>,
  context: DecideContext,
): Decision => {
  if (!context.knowsUnit(unitId)) return err({ reason: 'unknown-unit' });
  const unit = unitState(world, unitId);
  // A step that waited for a lost link was meant for the call of then, and must not tell of the one that the unit was diverted to.
  if (assignedTo !== undefined && assignedTo !== unit.incidentId) return err({ reason: 'unit-busy' });
  // The crew, or a colleague, was quicker: what was ordered is so.
  if (assignedTo !== undefined && unit.status === to && isOnCall(to)) return ok([]);
  // Only an assignment dispatches: without it no incident would be bound to the unit.
  if (to === 'dispatched' || !stepUnit(unit.status, to).ok) return wrong(unit.status);
  return ok([{ incidentId: unit.incidentId, body: unitTo(world, unitId, to) }]);
};

/** Buttons, device events and an order that was not watched over end with the response; breaches go on until the rules say otherwise. */
const endsWithResponse = (incident: Incident): readonly EntryBody[] =>
  [...incident.alerts.values()]
    .filter(({ clearedAt_ms, state }) => clearedAt_ms === null && !['proximity', 'zone'].includes(state.rule.type))
    .map((a) => ({ kind: 'alert.cleared', alertId: a.state.alertId, reason: 'resolved' }));

type Heard = Pick<Extract<CommandBody, { readonly kind: 'incident.acknowledge' }>, 'sounding' | 'soundedAt_ms'>;

/** True where the sounding that a desk has heard under this number was another one than bears it now. */
const isAnother = (incident: Incident, { sounding, soundedAt_ms }: Heard): boolean => {
  if (sounding === undefined || soundedAt_ms === undefined) return false;
  const now_ms =
    sounding === incident.soundings
      ? incident.soundedAt_ms
      : incident.unanswered.find(({ number }) => number === sounding)?.at_ms;
  return now_ms !== undefined && now_ms !== soundedAt_ms;
};

/**
 * Number of the last sounding that the operator of a command had heard. Where the command does not name it, every sounding but those that
 * began after it was ordered.
 */
const heardBy = (incident: Incident, body: Heard, issuedAt_ms: number): number => {
  const { sounding } = body;
  if (sounding !== undefined) return isAnother(incident, body) ? sounding - 1 : sounding;
  const unheard = incident.unanswered.find(({ at_ms }) => issuedAt_ms + CLOCK_SLACK_MS < at_ms);
  if (unheard !== undefined) return unheard.number - 1;
  return issuedAt_ms + CLOCK_SLACK_MS < incident.soundedAt_ms ? 0 : incident.soundings;
};

/** A command that waited for a lost link must not silence an alarm that its operator has not heard. */
const acknowledge = (
  incident: Incident,
  body: Extract<CommandBody, { readonly kind: 'incident.acknowledge' }>,
  issuedAt_ms: number,
  { operatorId }: OperatorActor,
): Decision => {
  if (!isRunning(incident)) return wrong(incident.status);
  const { acknowledgedBy: by } = incident;
  if (by !== null && by !== operatorId && !incident.unacknowledged) return err({ reason: 'acknowledged-already', by });
  const heard = heardBy(incident, body, issuedAt_ms);
  // A number that was never given is no proof of having heard anything: the store may have been put back from a backup meanwhile.
  if (heard < (incident.unanswered[0]?.number ?? 1) || heard > incident.soundings) return wrong('raised');
  return bodies(incident, { kind: 'incident.acknowledged', sounding: heard });
};

/** What made the alert a false one; null where it was none. Whoever names no cause means another one. */
const falseCauseOf = ({
  outcome,
  falseCause = 'other',
}: Extract<CommandBody, { readonly kind: 'incident.resolve' }>): FalseAlertCause | null =>
  outcome === 'false-alert' ? falseCause : null;

const resolve = (
  world: World,
  incident: Incident,
  body: Extract<CommandBody, { readonly kind: 'incident.resolve' }>,
  issuedAt_ms: number,
  context: DecideContext,
): Decision => {
  if (!isRunning(incident)) return wrong(incident.status);
  // Somebody else may have acknowledged what this operator has not heard: it must not end unheard either.
  if (incident.unacknowledged || heardBy(incident, body, issuedAt_ms) !== incident.soundings) return wrong('raised');
  const falseCause = falseCauseOf(body);
  if (falseCause === 'other' && body.cause === null) return err({ reason: 'cause-required' });
  const isClosing = context.isClosing(incident);
  if (isClosing && body.despiteClosing !== true) return err({ reason: 'still-closing' });
  return bodies(
    incident,
    ...incident.units.map((unitId) => unitTo(world, unitId, 'clear')),
    ...endsWithResponse(incident),
    {
      kind: 'incident.resolved',
      outcome: body.outcome,
      ...(falseCause === null ? {} : { falseCause }),
      cause: body.cause,
      onScene: incident.units.filter((unitId) => unitState(world, unitId).status === 'on-scene'),
      ...(isClosing ? { despiteClosing: true } : {}),
    },
    ...automaticHolds(incident, body.outcome, issuedAt_ms, context),
  );
};

/**
 * Closing is the review of a second person, of the whole story: all of it that waits is closed together, and nobody who resolved any of it may.
 * Only in training, where one person plays all parts, may the same one close.
 */
const close = (
  world: World,
  incident: Incident,
  { review, caseFollows }: Extract<CommandBody, { readonly kind: 'incident.close' }>,
  issuedAt_ms: number,
  context: DecideContext,
): Decision => {
  const { actor } = context;
  if (incident.status !== 'resolved') return wrong(incident.status);
  const story = storyOf(world, incident);
  if (story.some(isRunning)) return err({ reason: 'story-running' });
  const waiting = story.filter(({ status }) => status === 'resolved');
  if (actor.role !== 'trainer' && waiting.some(({ resolvedBy }) => resolvedBy === actor.operatorId))
    return err({ reason: 'second-person-required' });
  if (caseFollows === undefined && waiting.some(asksForCase)) return err({ reason: 'case-unanswered' });
  const closed: EntryBody = {
    kind: 'incident.closed',
    review,
    ...(caseFollows === undefined ? {} : { caseFollows }),
  };
  const holds = holdsAtClosing(story, caseFollows === true, issuedAt_ms, context.policy).map((hold): EntryBody => ({
    kind: 'hold.set',
    holdId: context.newHoldId(),
    reason: null,
    ...hold,
  }));
  return ok([
    ...holds.map((body) => ({ incidentId: incident.id, body })),
    ...waiting.map(({ id }) => ({ incidentId: id, body: closed })),
  ]);
};

/** Break-glass is told to a second person: whoever did it cannot say that it was seen. */
const seeBrokenGlass = (incident: Incident, leaseId: LeaseId, actor: OperatorActor): Decision => {
  const broken = incident.glassBroken.get(leaseId);
  if (broken === undefined) return err({ reason: 'unknown-entry' });
  if (actor.role !== 'trainer' && broken.holders.includes(actor.operatorId)) return err({ reason: 'not-allowed' });
  return bodies(incident, { kind: 'lease.seen', leaseId });
};

/** Which role may ask for what. A trainer plays every part, on training servers only; live servers refuse trainers outright. */
export const mayAsk = (kind: CommandBody['kind'], role: OperatorActor['role']): boolean => {
  if (role === 'trainer') return true;
  switch (kind) {
    case 'incident.acknowledge':
    case 'incident.shelve':
    case 'incident.unshelve':
    case 'incident.claim':
    case 'taking.explain':
    case 'unit.assign':
    case 'unit.release':
    case 'unit.setStatus':
    case 'incident.resolve':
      return role === 'dispatcher';
    case 'guidance.send':
    case 'guidance.withdraw':
    case 'call.log':
    case 'playbook.step':
      return role === 'dispatcher';
    case 'incident.close':
    case 'lease.review':
    case 'lease.seen':
    case 'hold.set':
    case 'hold.release':
      return role === 'supervisor';
    case 'lease.breakGlass':
    case 'note.add':
    case 'entry.correct':
    case 'incident.reopen':
    // An outage is nobody's alone: whoever is told of it first may answer, also the supervisor at whom it rings.
    case 'outage.acknowledge':
    case 'outage.step':
      return true;
    default:
      return unreachable(kind);
  }
};

/**
 * An order has one running response: its resolved incident comes back only while no other has taken its place. A breach that would have rung
 * again, since it outlived the resolution, rings at once where a supervisor reopens it: whoever does not work it answers it for nobody.
 */
const reopen = (world: World, incident: Incident, reason: string, { role }: OperatorActor): Decision => {
  if (incident.status !== 'resolved') return wrong(incident.status);
  const other = runningOf(world, incident.orderId);
  if (other !== null) return wrong(other.status);
  const alert = role === 'supervisor' ? mostUrgentRunning(incident) : null;
  return bodies(incident, {
    kind: 'incident.reopened',
    reason,
    ...(alert === null ? {} : { alertId: alert.state.alertId, sounding: incident.soundings + 1 }),
  });
};

/** A note, a call or a step belongs to an incident until it is closed; a correction may come after it. */
const unlessClosed = (incident: Incident, body: EntryBody): Decision =>
  incident.status === 'closed' ? wrong(incident.status) : bodies(incident, body);

/** A call may name a victim of the order, and only where it was with a victim. */
const logCall = (
  incident: Incident,
  { party, result, victim, text }: Extract<CommandBody, { readonly kind: 'call.log' }>,
  { orderOf }: DecideContext,
): Decision => {
  const call = { kind: 'call.logged', party, result, text } as const;
  if (victim === undefined) return unlessClosed(incident, call);
  const isKnown = party === 'victim' && orderOf(incident.orderId)?.victims.includes(victim) === true;
  return isKnown ? unlessClosed(incident, { ...call, victim }) : err({ reason: 'unknown-person' });
};

const decideBody = (world: World, { body, issuedAt_ms }: Command, context: DecideContext): Decision => {
  if (body.kind === 'unit.setStatus') return setStatus(world, body, context);
  if (isOutageCommand(body)) {
    const decided = decideOutage(world.outages, body, context.actor);
    return decided.ok ? ok([{ incidentId: null, body: decided.value }]) : decided;
  }
  const incident = world.incidents.get(body.incidentId);
  if (incident === undefined) return err({ reason: 'unknown-incident' });
  switch (body.kind) {
    case 'incident.acknowledge':
      return acknowledge(incident, body, issuedAt_ms, context.actor);
    case 'incident.shelve': {
      const heard = heardBy(incident, body, issuedAt_ms);
      const victims = context.orderOf(incident.orderId)?.victims ?? [];
      const decided = shelve(incident, victims, body, heard, issuedAt_ms, context.policy);
      return decided.ok ? bodies(incident, ...decided.value) : decided;
    }
    case 'incident.unshelve':
      return incident.shelved === null
        ? wrong(incident.status)
        : bodies(incident, { kind: 'incident.unshelved', cause: 'operator', alertId: null });
    case 'incident.claim':
      return ofIncident(incident, decideClaim(incident, body, context.actor, context.attendanceOf));
    case 'taking.explain':
      return incident.status === 'closed'
        ? wrong(incident.status)
        : ofIncident(incident, decideTakeReason(incident, body.reason, context.actor));
    case 'unit.assign':
      return assign(world, incident, body, context);
    case 'unit.release':
      return release(world, incident, body.unitId);
    case 'note.add':
      return unlessClosed(incident, { kind: 'note.added', text: body.text });
    case 'call.log':
      return logCall(incident, body, context);
    case 'playbook.step': {
      const { playbook, step, state } = body;
      return unlessClosed(incident, { kind: 'playbook.step', playbook, step, state });
    }
    case 'entry.correct':
      return context.incidentOf(body.corrects) === incident.id
        ? bodies(incident, { kind: 'entry.corrected', corrects: body.corrects, text: body.text })
        : err({ reason: 'unknown-entry' });
    case 'hold.set':
      return ofIncident(incident, setHold(incident, body, issuedAt_ms, context));
    case 'hold.release':
      return ofIncident(incident, releaseHold(incident, body));
    case 'incident.resolve':
      return resolve(world, incident, body, issuedAt_ms, context);
    case 'incident.reopen':
      return reopen(world, incident, body.reason, context.actor);
    case 'lease.seen':
      return seeBrokenGlass(incident, body.leaseId, context.actor);
    case 'incident.close':
      return close(world, incident, body, issuedAt_ms, context);
    case 'guidance.send':
    case 'guidance.withdraw':
    case 'lease.breakGlass':
    case 'lease.review':
      // Decided where positions and leases live; reaching here means the caller did not route it there.
      return wrong(incident.status);
    default:
      return unreachable(body);
  }
};

/**
 * Decides what a command records, or why it is refused. Pure: nothing is changed, and the same command on the same world decides
 * the same. `at_ms` of the drafts is when the operator acted, by the server's clock as far as their console
 * knows it.
 */
export const decide = (
  world: World,
  command: Command,
  context: DecideContext,
): Result<readonly EntryDraft[], Refusal> => {
  if (!mayAsk(command.body.kind, context.actor.role)) return err({ reason: 'not-allowed' });
  const decision = decideBody(world, command, context);
  if (!decision.ok) return decision;
  return ok(decision.value.map(({ incidentId, body }) => operatorDraft(command, context.actor, incidentId, body)));
};
