import type { DispatchCode } from '../codes.ts';
import type { AlertId, IncidentId, OperatorId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import { isGone } from './attendance.ts';
import type { Attendance, AttendanceOf } from './attendance.ts';
import type { CommandBody, Refusal } from './commands.ts';
import type { OperatorActor } from './actor.ts';
import type { Entry, EntryBody } from './entries.ts';
import { ringingOf } from './soundings.ts';
import { isRunning } from './state.ts';
import type { Claim, Incident, IncidentAlert, Taking, World } from './state.ts';

/** Commands that are work on an incident: the first of them claims it. A note takes nothing up, nor does whoever reviews. */
const WORK: ReadonlySet<CommandBody['kind']> = new Set<CommandBody['kind']>([
  'incident.acknowledge',
  'incident.shelve',
  'incident.unshelve',
  'unit.assign',
  'unit.release',
  'guidance.send',
  'guidance.withdraw',
  'call.log',
  'incident.reopen',
]);

/** What such commands record. */
const WORKED: ReadonlySet<EntryBody['kind']> = new Set<EntryBody['kind']>([
  'incident.claimed',
  'incident.acknowledged',
  'incident.shelved',
  'incident.unshelved',
  'unit.assigned',
  'unit.released',
  'guidance.sent',
  'guidance.ended',
  'call.logged',
  'incident.reopened',
]);

/** Those who take incidents up. A supervisor at whom an alarm rings sees with the desks, and leaves it to be taken by one of them. */
const mayClaim = ({ role }: Pick<OperatorActor, 'role'>): boolean => role !== 'supervisor';

/**
 * The claim after an entry of an operator. The first who works on an incident has it, and keeps it until somebody takes it over, which is an
 * entry of its own; working on it again says that they are there.
 */
export const claimAfter = (
  claim: Claim | null,
  kind: EntryBody['kind'],
  actor: OperatorActor,
  at_ms: number,
): Claim | null => {
  if (!WORKED.has(kind) || !mayClaim(actor)) return claim;
  const { operatorId, consoleId } = actor;
  if (claim === null) return { operatorId, consoleId, since_ms: at_ms, left: null };
  return claim.operatorId === operatorId ? { ...claim, consoleId, left: null } : claim;
};

/**
 * How the desk is found that has an incident. One that was gone counts so until its operator works on the incident again: whoever answers
 * for them meanwhile takes it from nobody who is there.
 */
const deskOf = ({ operatorId, left }: Claim, attendanceOf: AttendanceOf): Attendance => {
  const desk = attendanceOf(operatorId);
  return desk === 'attended' && left !== null ? left.desk : desk;
};

const takenFrom = ({ operatorId: from, consoleId: fromConsole }: Claim, desk: Attendance): EntryBody => ({
  kind: 'incident.taken',
  from,
  fromConsole,
  desk,
});

/**
 * Claims an incident, or takes it over. `from`: who had it on the screen of whoever asks, so that of two who ask at once the second is told
 * of the first instead of taking it from them.
 */
export const decideClaim = (
  incident: Incident,
  { from }: Extract<CommandBody, { readonly kind: 'incident.claim' }>,
  actor: OperatorActor,
  attendanceOf: AttendanceOf,
): Result<EntryBody, Refusal> => {
  const { claim } = incident;
  if (!isRunning(incident)) return err({ reason: 'wrong-state', state: incident.status });
  if (claim === null) return ok({ kind: 'incident.claimed' });
  const isOwn = claim.operatorId === actor.operatorId;
  if (isOwn && (claim.left !== null || claim.consoleId !== actor.consoleId)) return ok({ kind: 'incident.claimed' });
  if (isOwn || claim.operatorId !== from) return err({ reason: 'claimed-already', by: claim.operatorId });
  return ok(takenFrom(claim, deskOf(claim, attendanceOf)));
};

/** Says why an incident was taken over from somebody who was there. */
export const decideTakeReason = (
  { takings }: Incident,
  reason: string,
  { operatorId }: OperatorActor,
): Result<EntryBody, Refusal> =>
  takings.some(({ by, owesReason }) => owesReason && by === operatorId)
    ? ok({ kind: 'taking.explained', reason })
    : err({ reason: 'no-reason-owed' });

/**
 * What work on an incident takes over besides: its claim, where whoever has it is not there. Null where it is nobody's, the actor's own, or
 * in the hands of somebody who is there: then only a claim by name takes it.
 */
export const takingBy = (
  incident: Incident,
  command: CommandBody['kind'],
  actor: OperatorActor,
  attendanceOf: AttendanceOf,
): EntryBody | null => {
  const { claim } = incident;
  if (claim === null || claim.operatorId === actor.operatorId || !WORK.has(command) || !mayClaim(actor)) return null;
  // What is resolved needs nobody, unless this takes it up again.
  if (!isRunning(incident) && command !== 'incident.reopen') return null;
  const desk = deskOf(claim, attendanceOf);
  return desk === 'attended' ? null : takenFrom(claim, desk);
};

/** The incident goes over to another operator, who owes a reason where the one before was there. */
export const takenBy = (
  incident: Incident,
  body: Extract<Entry['body'], { kind: 'incident.taken' }>,
  { actor, at_ms }: Entry,
): Incident => {
  if (actor.type === 'system') return incident;
  const { operatorId: by, consoleId } = actor;
  const { from, fromConsole, desk } = body;
  const taking = { by, from, fromConsole, desk, at_ms, owesReason: desk === 'attended' };
  return {
    ...incident,
    claim: { operatorId: by, consoleId, since_ms: at_ms, left: null },
    // Only the last and those that owe a reason are of use, so that the list stays short.
    takings: [...incident.takings.filter(({ owesReason }) => owesReason), taking],
  };
};

/** Sounds again because nobody is at the desk of whoever has it. */
export const strandedBeside = (
  incident: Incident,
  body: Extract<Entry['body'], { kind: 'incident.left' }>,
  at_ms: number,
): Incident => {
  const { sounding: number, alertId, code, operatorId: by, desk } = body;
  return {
    ...incident,
    claim: incident.claim === null ? null : { ...incident.claim, left: { at_ms, desk } },
    unacknowledged: true,
    soundings: number,
    unanswered: [...incident.unanswered, { number, alertId, code, at_ms, escalatedAt_ms: null, left: { by, desk } }],
    soundedAt_ms: at_ms,
  };
};

/** The takings once an operator has given the reason for theirs. */
export const explained = (takings: readonly Taking[], by: OperatorId): readonly Taking[] =>
  takings.map((taking) => (taking.by === by ? { ...taking, owesReason: false } : taking));

/** Running incidents that somebody has. */
export const claimedIncidents = ({ incidents }: World): readonly IncidentId[] =>
  [...incidents.values()].filter((incident) => incident.claim !== null && isRunning(incident)).map(({ id }) => id);

const mostUrgentAlert = (alerts: readonly IncidentAlert[]): IncidentAlert | undefined =>
  alerts.reduce<IncidentAlert | undefined>(
    (most, alert) => (most === undefined || alert.state.code < most.state.code ? alert : most),
    undefined,
  );

/** The alert for which an incident sounds again: the most urgent that goes on, else the most urgent that was. */
const alertToSound = ({ alerts }: Incident): { readonly alertId: AlertId; readonly code: DispatchCode } | null => {
  const all = [...alerts.values()];
  const alert = mostUrgentAlert(all.filter(({ clearedAt_ms }) => clearedAt_ms === null)) ?? mostUrgentAlert(all);
  return alert === undefined ? null : { alertId: alert.state.alertId, code: alert.state.code };
};

/**
 * The sounding of an urgent incident that nobody watches over any more: whoever claimed it is unheard or has signed out. Null where none is
 * due: it is not as urgent, rings as loudly already, or has sounded for this before. A locked desk still hears, so that it is none.
 */
export const soundingOfLeft = (
  incident: Incident,
  attendanceOf: AttendanceOf,
  { soundsAgainTo }: Policy['desks'],
): EntryBody | null => {
  const { claim } = incident;
  if (!isRunning(incident) || claim === null || claim.left !== null || incident.code > soundsAgainTo) return null;
  const desk = attendanceOf(claim.operatorId);
  if (!isGone(desk)) return null;
  const sound = alertToSound(incident);
  const ringing = ringingOf(incident);
  if (sound === null || (ringing !== null && !ringing.isOver && ringing.code <= sound.code)) return null;
  const { operatorId, consoleId } = claim;
  return { kind: 'incident.left', sounding: incident.soundings + 1, ...sound, operatorId, consoleId, desk };
};
