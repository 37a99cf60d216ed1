import { z } from 'zod';
import {
  AlertId,
  CommandId,
  ConsoleId,
  Digest,
  EpochMs,
  GuidanceId,
  HoldId,
  IncidentId,
  LeaseId,
  OperatorId,
  OrderId,
  PersonId,
  Seq,
  UnitId,
} from '../ids.ts';
import { AlertState, Separation } from '../alerts.ts';
import { ClockFaultCause, ConsolesSay } from '../clockHealth.ts';
import { DispatchCode, Level } from '../codes.ts';
import { PlaybookKey } from '../playbookKey.ts';
import { PlaceKind } from '../places.ts';
import { UnitStatus } from '../units.ts';
import { Actor } from './actor.ts';
import { Attendance, GoneDesk } from './attendance.ts';
import { OUTAGE_BODIES } from './outageEntries.ts';

export const Outcome = z.enum([
  'offender-arrested',
  'offender-separated',
  'no-contact-found',
  'false-alert',
  'technical-fault',
  'other',
]);
export type Outcome = z.infer<typeof Outcome>;

export const LeasePurpose = z.enum(['alarm', 'response', 'break-glass', 'review']);
export type LeasePurpose = z.infer<typeof LeasePurpose>;

export const LeaseEnd = z.enum(['expired', 'resolved', 'session-ended', 'not-working', 'closed', 'cleared']);
export type LeaseEnd = z.infer<typeof LeaseEnd>;

/**
 * Why positions are kept after closing: by hand, or since a case follows, as whoever closed said; or because of what happened, until the evidence
 * is exported.
 */
export const HoldCause = z.enum(['supervisor', 'case', 'arrest', 'contact', 'zone', 'story']);
export type HoldCause = z.infer<typeof HoldCause>;

/** What a victim can answer to guidance with one touch. */
export const GuidanceAnswer = z.enum(['going', 'cannot', 'help']);
export type GuidanceAnswer = z.infer<typeof GuidanceAnswer>;

/** Whom a call in the course of an incident was with. */
export const CallParty = z.enum(['victim', 'offender', 'patrol', 'control-centre', 'other']);
export type CallParty = z.infer<typeof CallParty>;
export const CallResult = z.enum(['talked', 'no-answer', 'not-reachable']);
export type CallResult = z.infer<typeof CallResult>;

/** What made an alert a false one. `allowed-contact`: the two may meet, such as in court. */
export const FalseAlertCause = z.enum(['device-fault', 'inaccurate-place', 'allowed-contact', 'test', 'other']);
export type FalseAlertCause = z.infer<typeof FalseAlertCause>;

/** Why something that is not urgent is quieted for a while. */
export const ShelveReason = z.enum(['allowed-contact', 'device-attended', 'poor-reception', 'under-watch', 'other']);
export type ShelveReason = z.infer<typeof ShelveReason>;

const text = (max: number) => z.string().trim().min(1).max(max);

/**
 * Promise of what was sealed: SHA-256 over the sealed content, which begins with a random 128-bit salt. Whoever has the content can
 * check it against the record; the record alone gives nothing away, not even to one who guesses the content.
 */
const Commitment = Digest;

/**
 * Number of the ringing that an entry tells of, from 1 in each incident, given as it joins its incident in the order in which it was found.
 * Absent where it does not ring, and in entries of before ringings were numbered: they are counted in their order.
 */
const SoundingNumber = z.int().min(1).optional();
/** Of a button: which press it was, so that the same one sent again is known over a restart. Absent where the device does not say. */
const Press = Digest.optional();

/** What an entry says happened. No body holds a coordinate; a test searches for them. */
export const EntryBody = z.discriminatedUnion('kind', [
  /** `follows`: the incident before it in one story, whose breach it takes up or that had just ended. Absent where it begins one. */
  z.strictObject({ kind: z.literal('incident.raised'), orderId: OrderId, follows: IncidentId.optional() }).readonly(),
  z
    .strictObject({ kind: z.literal('alert.raised'), alert: AlertState, sounding: SoundingNumber, press: Press })
    .readonly(),
  /** The level of the alert changed, up or down. */
  z
    .strictObject({ kind: z.literal('alert.level'), alert: AlertState, rose: z.boolean(), sounding: SoundingNumber })
    .readonly(),
  /** The certainty of the alert rose at the same level, or the offset of a wrong clock is another now. */
  z.strictObject({ kind: z.literal('alert.updated'), alert: AlertState, sounding: SoundingNumber }).readonly(),
  /** The same button or tamper again: joins the incident and sounds again. */
  z
    .strictObject({ kind: z.literal('alert.repeated'), alert: AlertState, sounding: SoundingNumber, press: Press })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('alert.cleared'),
      alertId: AlertId,
      /** `recovered`: what was wrong with the device is no longer so. `continued`: it has not ended, another incident has taken it up. */
      reason: z.enum(['left', 'order-ended', 'fix-returned', 'recovered', 'resolved', 'continued']),
    })
    .readonly(),
  /** After the resolution the two have parted beyond where this level is left: it rings anew as soon as they are within again. */
  z.strictObject({ kind: z.literal('breach.parted'), alertId: AlertId, level: Level }).readonly(),
  /**
   * Distance logged while the incident runs, so that it outlives the positions, and the closest since it began as far as it is known now:
   * null where it is not. Absent in entries of before it was told.
   */
  z
    .strictObject({
      kind: z.literal('distance.measured'),
      victim: PersonId,
      separation: Separation,
      closest: z.strictObject({ separation: Separation, at_ms: EpochMs }).readonly().nullable().optional(),
    })
    .readonly(),
  /** `sounding`: the last one that the desk had heard; later ones ring on. Absent in entries of before it was named: those silenced all. */
  z.strictObject({ kind: z.literal('incident.acknowledged'), sounding: SoundingNumber }).readonly(),
  /** Nobody has acknowledged this sounding in the time that the policy gives: it rings at the supervisors too, and louder everywhere. */
  z.strictObject({ kind: z.literal('incident.escalated'), sounding: z.int().min(1), code: DispatchCode }).readonly(),
  /** Quieted until a time, in a list of its own. Any later sounding ends it. `text`: required with `other`. */
  z
    .strictObject({
      kind: z.literal('incident.shelved'),
      reason: ShelveReason,
      text: text(400).nullable(),
      until_ms: EpochMs,
    })
    .readonly(),
  /** A shelving has ended before any sounding ended it. At its time what still runs sounds again: `alertId`, null where nothing does. */
  z
    .strictObject({
      kind: z.literal('incident.unshelved'),
      cause: z.enum(['operator', 'time']),
      alertId: AlertId.nullable(),
      sounding: SoundingNumber,
    })
    .readonly(),
  /** An operator has taken the incident up by name. Whoever is the first to work on it has it too, by the entry of that work. */
  z.strictObject({ kind: z.literal('incident.claimed') }).readonly(),
  /** An operator has taken the incident over from another, whose desk was found so. */
  z
    .strictObject({ kind: z.literal('incident.taken'), from: OperatorId, fromConsole: ConsoleId, desk: Attendance })
    .readonly(),
  /** Why its author took the incident over from somebody who was at their desk. */
  z.strictObject({ kind: z.literal('taking.explained'), reason: text(400) }).readonly(),
  /** The desk of whoever has the incident is gone: it sounds again, for the alert named, until somebody takes it over. */
  z
    .strictObject({
      kind: z.literal('incident.left'),
      sounding: z.int().min(1),
      alertId: AlertId,
      code: DispatchCode,
      operatorId: OperatorId,
      consoleId: ConsoleId,
      desk: GoneDesk,
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('unit.assigned'),
      unitId: UnitId,
      /** Place in the recommendation at that moment, 1 = first; null where none could be computed. */
      rank: z.int().min(1).nullable(),
      eta_s: z.number().min(0).nullable(),
    })
    .readonly(),
  /** `divertedTo`: it left for another incident, because an operator needed it there more; absent where it was let go. */
  z.strictObject({ kind: z.literal('unit.released'), unitId: UnitId, divertedTo: IncidentId.optional() }).readonly(),
  /** `reportedBy`: the crew said so itself; absent where an operator did. */
  z
    .strictObject({
      kind: z.literal('unit.status'),
      unitId: UnitId,
      from: UnitStatus,
      to: UnitStatus,
      reportedBy: z.literal('patrol').optional(),
    })
    .readonly(),
  z.strictObject({ kind: z.literal('note.added'), text: text(4000) }).readonly(),
  /** What an earlier entry of the same incident got wrong. The earlier one stays as it is. */
  z.strictObject({ kind: z.literal('entry.corrected'), corrects: Seq, text: text(4000) }).readonly(),
  /** Where the victim was led stays out of the record: only the commitment to it is here. */
  z
    .strictObject({
      kind: z.literal('guidance.sent'),
      guidanceId: GuidanceId,
      victim: PersonId,
      message: z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('place'), commitment: Commitment }).readonly(),
        z.strictObject({ type: z.literal('text'), text: text(400) }).readonly(),
      ]),
    })
    .readonly(),
  /** The victim's device has fetched it. */
  z.strictObject({ kind: z.literal('guidance.delivered'), guidanceId: GuidanceId }).readonly(),
  z.strictObject({ kind: z.literal('guidance.read'), guidanceId: GuidanceId }).readonly(),
  z.strictObject({ kind: z.literal('guidance.answered'), guidanceId: GuidanceId, answer: GuidanceAnswer }).readonly(),
  /**
   * Guidance that holds no more. With the end of the response it keeps of a way what outlives it, also of one that ended before: the kind of
   * place, and whether the victim arrived there. Both are told only then: every desk reads the record, and the victim may still be there.
   * Null before, where nobody knows, and of guidance in words.
   */
  z
    .strictObject({
      kind: z.literal('guidance.ended'),
      guidanceId: GuidanceId,
      why: z.enum(['withdrawn', 'replaced', 'resolved']),
      place: PlaceKind.nullable(),
      arrived: z.boolean().nullable(),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('call.logged'),
      party: CallParty,
      result: CallResult,
      /** Which victim it was with; absent where the order has one, and in entries of before this was asked. */
      victim: PersonId.optional(),
      text: text(400).nullable(),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('playbook.step'),
      playbook: PlaybookKey,
      step: PlaybookKey,
      state: z.enum(['done', 'skipped', 'undone']),
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('incident.resolved'),
      outcome: Outcome,
      /** Why the alert was false; with `false-alert`, and absent in entries of before it was asked. */
      falseCause: FalseAlertCause.optional(),
      /** What there is to say of it; required where the cause is another one. */
      cause: text(400).nullable(),
      /** Patrols that were on scene then. Absent in entries of before this was told. */
      onScene: z.array(UnitId).readonly().optional(),
      /** The offender was closing in, and the operator was told so before. Absent otherwise. */
      despiteClosing: z.literal(true).optional(),
    })
    .readonly(),
  /** By a supervisor what still runs sounds again, since no desk has taken it up: `alertId`, absent where nothing does or a desk reopened it. */
  z
    .strictObject({
      kind: z.literal('incident.reopened'),
      reason: text(400),
      alertId: AlertId.optional(),
      sounding: SoundingNumber,
    })
    .readonly(),
  /** `caseFollows`: whether a criminal case does, as whoever closed it said. Absent where that was not asked. */
  z
    .strictObject({ kind: z.literal('incident.closed'), review: text(4000), caseFollows: z.boolean().optional() })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('lease.granted'),
      leaseId: LeaseId,
      purpose: LeasePurpose,
      subjects: z.array(PersonId).readonly(),
      holders: z.array(OperatorId).readonly(),
      expiresAt_ms: EpochMs,
      /** Typed reason; required with `break-glass` and `review`. */
      reason: text(400).nullable(),
    })
    .readonly(),
  z.strictObject({ kind: z.literal('lease.renewed'), leaseId: LeaseId, expiresAt_ms: EpochMs }).readonly(),
  z.strictObject({ kind: z.literal('lease.ended'), leaseId: LeaseId, reason: LeaseEnd }).readonly(),
  /** A supervisor has seen that positions were opened by break-glass. */
  z.strictObject({ kind: z.literal('lease.seen'), leaseId: LeaseId }).readonly(),
  /** Precise positions that were sealed since the last such entry, one piece for each person. */
  z
    .strictObject({
      kind: z.literal('positions.committed'),
      pieces: z
        .array(
          z
            .strictObject({
              personId: PersonId,
              points: z.int().min(1),
              from_ms: EpochMs,
              to_ms: EpochMs,
              commitment: Commitment,
            })
            .readonly(),
        )
        .min(1)
        .readonly(),
    })
    .readonly(),
  /** Positions, routes and destinations of the incident are gone for good, and the key they were sealed with. */
  z.strictObject({ kind: z.literal('positions.deleted'), count: z.int().min(0) }).readonly(),
  z
    .strictObject({
      kind: z.literal('hold.set'),
      holdId: HoldId,
      cause: HoldCause,
      /** Typed by the supervisor; null where the hold is automatic. */
      reason: text(400).nullable(),
      until_ms: EpochMs,
    })
    .readonly(),
  z
    .strictObject({
      kind: z.literal('hold.ended'),
      holdId: HoldId,
      reason: z.enum(['released', 'expired', 'exported']),
      /** Typed by the supervisor who released it; absent otherwise, and in entries of before it was asked. */
      releaseReason: text(400).optional(),
    })
    .readonly(),
  /** An evidence package was made: what it holds is named by the digest of its manifest. */
  z
    .strictObject({
      kind: z.literal('evidence.exported'),
      manifest: Digest,
      /** Size of the log the package proves. */
      size: z.int().min(1),
      /** Precise positions are in it. */
      positions: z.boolean(),
      reason: text(400),
    })
    .readonly(),
  /** An order could not be evaluated, or what was found under it could not be recorded: nobody watches over it until it is told again. */
  z.strictObject({ kind: z.literal('order.unwatched'), orderId: OrderId }).readonly(),
  z.strictObject({ kind: z.literal('order.watched'), orderId: OrderId }).readonly(),
  ...OUTAGE_BODIES,
  /**
   * The clock of the server's machine is found wrong, by `offset_s` (negative: it is behind). Alarms are evaluated by the time that passes and
   * the devices' time; until it is judged, times in the record may be wrong by as much.
   */
  z
    .strictObject({
      kind: z.literal('clock.wrong'),
      cause: ClockFaultCause,
      offset_s: z.int(),
      consoles: ConsolesSay,
    })
    .readonly(),
  z.strictObject({ kind: z.literal('clock.right') }).readonly(),
  /** The store was put back from a backup that held entries up to `size`; later ones may be missing. */
  z.strictObject({ kind: z.literal('record.restored'), size: z.int().min(0), backupAt_ms: EpochMs }).readonly(),
]);
export type EntryBody = z.infer<typeof EntryBody>;
export type EntryKind = EntryBody['kind'];

/** What is about to be recorded: everything but its place in the record. */
export const EntryDraft = z
  .strictObject({
    /** Null for what belongs to no incident, such as a unit going out of service. */
    incidentId: IncidentId.nullable(),
    /**
     * When it happened, by the server's clock: what a console sends was turned into the server's time with the offset below, and is never
     * later than `recordedAt_ms`. Unless it was cut to that, the console's own clock read `at_ms − clockOffset_ms`.
     */
    at_ms: EpochMs,
    actor: Actor,
    commandId: CommandId.nullable(),
    /** Server clock minus the console's, as the console had measured it when it sent the command; absent where it had not. */
    clockOffset_ms: z.int().optional(),
    body: EntryBody,
  })
  .readonly();
export type EntryDraft = z.infer<typeof EntryDraft>;

/** One line of the unified incident record. */
export const Entry = z
  .strictObject({
    seq: Seq,
    recordedAt_ms: EpochMs,
    /** When it was found and told to the desks as provisional, where the record took nothing then; absent where it was recorded at once. */
    foundAt_ms: EpochMs.optional(),
    incidentId: IncidentId.nullable(),
    at_ms: EpochMs,
    actor: Actor,
    commandId: CommandId.nullable(),
    clockOffset_ms: z.int().optional(),
    /** Its place among the entries of its incident: 1, 2, 3 … Whoever holds some of them sees that none between is missing. */
    ordinal: z.int().min(1).optional(),
    body: EntryBody,
  })
  .readonly();
export type Entry = z.infer<typeof Entry>;
