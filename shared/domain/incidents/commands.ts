import { z } from 'zod';
import {
  CommandId,
  EpochMs,
  GuidanceId,
  HoldId,
  IncidentId,
  LeaseId,
  OperatorId,
  OutageId,
  PersonId,
  PlaceId,
  Seq,
  UnitId,
} from '../ids.ts';
import { PlaybookKey } from '../playbookKey.ts';
import { UnitStatus } from '../units.ts';
import { CallParty, CallResult, FalseAlertCause, Outcome, ShelveReason } from './entries.ts';

/** Half a surrogate pair is no text: it has no UTF-8 and no canonical form, so it could be neither stored nor proven. */
const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((typed) => typed.isWellFormed(), 'holds half a character');

/**
 * Number of the last sounding that the desk had heard when it was ordered. Absent in what a console of before soundings were numbered still
 * had waiting: then the time of the order tells what was heard.
 */
const Heard = z.int().min(0).optional();
/**
 * When that one sounded: where a server was killed before it had recorded an alarm, another one bears its number. Absent in what a console of before
 * this was told still had waiting.
 */
const HeardAt = EpochMs.optional();

/** What an operator asks for. */
export const CommandBody = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('incident.acknowledge'),
      incidentId: IncidentId,
      sounding: Heard,
      soundedAt_ms: HeardAt,
    })
    .readonly(),
  /** Quiets what is not urgent for so long, seconds. `text` is required with `other`. */
  z
    .strictObject({
      kind: z.literal('incident.shelve'),
      incidentId: IncidentId,
      reason: ShelveReason,
      text: text(400).nullable(),
      for_s: z.int().min(1),
      sounding: Heard,
      soundedAt_ms: HeardAt,
    })
    .readonly(),
  z.strictObject({ kind: z.literal('incident.unshelve'), incidentId: IncidentId }).readonly(),
  /** `sounding`: the last one of the outage that the desk had heard. */
  z.strictObject({ kind: z.literal('outage.acknowledge'), outageId: OutageId, sounding: z.int().min(1) }).readonly(),
  z
    .strictObject({
      kind: z.literal('outage.step'),
      outageId: OutageId,
      playbook: PlaybookKey,
      step: PlaybookKey,
      state: z.enum(['done', 'skipped', 'undone']),
    })
    .readonly(),
  /** Takes the incident up, or over from `from`: whoever had it on the screen of the operator who asks; null for nobody. */
  z.strictObject({ kind: z.literal('incident.claim'), incidentId: IncidentId, from: OperatorId.nullable() }).readonly(),
  /** Why the operator took the incident over from somebody who was at their desk. */
  z.strictObject({ kind: z.literal('taking.explain'), incidentId: IncidentId, reason: text(400) }).readonly(),
  /**
   * `divertFrom`: the incident that the operator was told the unit works, and wants to take it from. Without it no unit is taken from
   * another call.
   */
  z
    .strictObject({
      kind: z.literal('unit.assign'),
      incidentId: IncidentId,
      unitId: UnitId,
      divertFrom: IncidentId.optional(),
    })
    .readonly(),
  z.strictObject({ kind: z.literal('unit.release'), incidentId: IncidentId, unitId: UnitId }).readonly(),
  /**
   * `assignedTo`: the incident for which the unit takes this step, null for none. Absent in what a console of before it was named still had
   * waiting: then it is whichever the unit works by now.
   */
  z
    .strictObject({
      kind: z.literal('unit.setStatus'),
      unitId: UnitId,
      status: UnitStatus,
      assignedTo: IncidentId.nullable().optional(),
    })
    .readonly(),
  z.strictObject({ kind: z.literal('note.add'), incidentId: IncidentId, text: text(4000) }).readonly(),
  z
    .strictObject({ kind: z.literal('entry.correct'), incidentId: IncidentId, corrects: Seq, text: text(4000) })
    .readonly(),
  /** Leads a victim to a safe place, along the way the server finds, or tells them something. */
  z
    .strictObject({
      kind: z.literal('guidance.send'),
      incidentId: IncidentId,
      victim: PersonId,
      message: z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('place'), placeId: PlaceId }).readonly(),
        z.strictObject({ type: z.literal('text'), text: text(400) }).readonly(),
      ]),
    })
    .readonly(),
  /** Takes guidance back: the victim's device is told that it holds no more. */
  z.strictObject({ kind: z.literal('guidance.withdraw'), incidentId: IncidentId, guidanceId: GuidanceId }).readonly(),
  z
    .strictObject({
      kind: z.literal('call.log'),
      incidentId: IncidentId,
      party: CallParty,
      result: CallResult,
      /** Which victim it was with, where the order has several. */
      victim: PersonId.optional(),
      text: text(400).nullable(),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('playbook.step'),
      incidentId: IncidentId,
      playbook: PlaybookKey,
      step: PlaybookKey,
      state: z.enum(['done', 'skipped', 'undone']),
    })
    .readonly(),
  z
    .strictObject({ kind: z.literal('hold.set'), incidentId: IncidentId, reason: text(400), until_ms: EpochMs })
    .readonly(),
  z
    .strictObject({ kind: z.literal('hold.release'), incidentId: IncidentId, holdId: HoldId, reason: text(400) })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('incident.resolve'),
      incidentId: IncidentId,
      outcome: Outcome,
      /** With `false-alert`; absent in what a console of before it was asked still had waiting: then it is another cause, and typed. */
      falseCause: FalseAlertCause.optional(),
      cause: text(400).nullable(),
      sounding: Heard,
      soundedAt_ms: HeardAt,
      /** The operator was told that the offender is closing in, and resolves all the same. */
      despiteClosing: z.boolean().optional(),
    })
    .readonly(),
  z.strictObject({ kind: z.literal('incident.reopen'), incidentId: IncidentId, reason: text(400) }).readonly(),
  /** Closes the story that the incident belongs to. `caseFollows` answers whether a criminal case does, where that is asked. */
  z
    .strictObject({
      kind: z.literal('incident.close'),
      incidentId: IncidentId,
      review: text(4000),
      caseFollows: z.boolean().optional(),
    })
    .readonly(),
  z.strictObject({ kind: z.literal('lease.breakGlass'), incidentId: IncidentId, reason: text(400) }).readonly(),
  /** A supervisor has seen that somebody else opened positions by break-glass. */
  z.strictObject({ kind: z.literal('lease.seen'), incidentId: IncidentId, leaseId: LeaseId }).readonly(),
  z.strictObject({ kind: z.literal('lease.review'), incidentId: IncidentId, reason: text(400) }).readonly(),
]);
export type CommandBody = z.infer<typeof CommandBody>;

/**
 * A command as it travels: its id makes repeating it harmless. `issuedAt_ms`: when it was given, by the server's clock as far as the
 * console knows it.
 */
export const Command = z
  .strictObject({
    id: CommandId,
    issuedAt_ms: EpochMs,
    /** Server clock minus the console's, as measured when it was sent; absent where it was not. */
    clockOffset_ms: z.int().optional(),
    /** How long before it was sent it was given, by a clock that no one can set; absent where the console does not know. */
    age_ms: z.int().min(0).optional(),
    body: CommandBody,
  })
  .readonly();
export type Command = z.infer<typeof Command>;

/**
 * What keeps an incident off the shelf: its button, a cut strap, a code of 0 or 1, a victim who has asked for help, a patrol that is bound to it,
 * or that nothing of it runs.
 */
export const WhyNotShelved = z.enum(['sos', 'tamper', 'urgent', 'help', 'responding', 'over']);
export type WhyNotShelved = z.infer<typeof WhyNotShelved>;

/** Why a command was refused. Shown to the operator; never guessed around. */
export const Refusal = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.literal('unknown-incident') }).readonly(),
  z.strictObject({ reason: z.literal('unknown-unit') }).readonly(),
  z.strictObject({ reason: z.literal('unknown-outage') }).readonly(),
  z.strictObject({ reason: z.literal('not-allowed') }).readonly(),
  /** The incident's or unit's state does not admit this step. */
  z.strictObject({ reason: z.literal('wrong-state'), state: z.string().max(40) }).readonly(),
  z.strictObject({ reason: z.literal('unit-busy') }).readonly(),
  /** Another desk was first: what rang is acknowledged, or the incident is claimed, by this operator. */
  z.strictObject({ reason: z.literal('acknowledged-already'), by: OperatorId }).readonly(),
  z.strictObject({ reason: z.literal('claimed-already'), by: OperatorId }).readonly(),
  /** The operator has taken over nothing of the incident for which a reason is still to be given. */
  z.strictObject({ reason: z.literal('no-reason-owed') }).readonly(),
  z.strictObject({ reason: z.literal('cause-required') }).readonly(),
  /** The offender is closing in on a victim: whoever resolves all the same says so. */
  z.strictObject({ reason: z.literal('still-closing') }).readonly(),
  /** Closing is a second person's: whoever resolved may not close. */
  z.strictObject({ reason: z.literal('second-person-required') }).readonly(),
  /** Another incident of the same story runs: both are closed together. */
  z.strictObject({ reason: z.literal('story-running') }).readonly(),
  /** Whether a criminal case follows has to be said where somebody was within the alert tier. */
  z.strictObject({ reason: z.literal('case-unanswered') }).readonly(),
  z.strictObject({ reason: z.literal('positions-gone') }).readonly(),
  /** A correction points at no entry of this incident. */
  z.strictObject({ reason: z.literal('unknown-entry') }).readonly(),
  z.strictObject({ reason: z.literal('unknown-person') }).readonly(),
  z.strictObject({ reason: z.literal('unknown-place') }).readonly(),
  /** Nobody knows where the victim is, so no way can be found. */
  z.strictObject({ reason: z.literal('no-way') }).readonly(),
  /** There is no such guidance in this incident, or it holds no more. */
  z.strictObject({ reason: z.literal('unknown-guidance') }).readonly(),
  z.strictObject({ reason: z.literal('unknown-hold') }).readonly(),
  /** An automatic hold ends by its own rule, and by nobody's hand. */
  z.strictObject({ reason: z.literal('hold-automatic') }).readonly(),
  /** The end date of a hold lies in the past, or farther ahead than the policy admits. */
  z.strictObject({ reason: z.literal('hold-end') }).readonly(),
  z.strictObject({ reason: z.literal('not-shelvable'), because: WhyNotShelved }).readonly(),
  /** Shelved for longer than the policy admits. */
  z.strictObject({ reason: z.literal('shelf-end') }).readonly(),
  z.strictObject({ reason: z.literal('not-signed-in') }).readonly(),
  /** The message did not fit its schema; `field` names where. */
  z.strictObject({ reason: z.literal('invalid'), field: z.string().max(200) }).readonly(),
  /** Nothing could be stored: the same command is tried again by itself. */
  z.strictObject({ reason: z.literal('store-failed') }).readonly(),
  /** It has to be sealed before it goes out, which cannot be done while the record takes nothing. Nothing was sent. */
  z.strictObject({ reason: z.literal('cannot-seal') }).readonly(),
  /** Deciding it broke down. Nothing of it was carried out, and it is not tried again by itself. */
  z.strictObject({ reason: z.literal('failed') }).readonly(),
  /** Given longer ago than this kind of order is worth carrying out. */
  z.strictObject({ reason: z.literal('expired') }).readonly(),
  /** Said by a console alone: the server's answer could not be read, and whether it was carried out is not known. */
  z.strictObject({ reason: z.literal('unreadable') }).readonly(),
]);
export type Refusal = z.infer<typeof Refusal>;
