import { z } from 'zod';
import {
  AlertId,
  CommandId,
  ConsoleId,
  EpochMs,
  IncidentId,
  LeaseId,
  OperatorId,
  OrderId,
  PersonId,
  Seq,
  UnitId,
} from '../ids.ts';
import { AlertState, Separation } from '../alerts.ts';
import { UnitStatus } from '../units.ts';
import { OperatorRole } from '../operators.ts';

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

const text = (max: number) => z.string().trim().min(1).max(max);

/** What an entry says happened. No body holds a coordinate; a test searches for them. */
export const EntryBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('incident.raised'), orderId: OrderId }).readonly(),
  z.strictObject({ kind: z.literal('alert.raised'), alert: AlertState }).readonly(),
  /** The level of the alert changed, up or down. */
  z.strictObject({ kind: z.literal('alert.level'), alert: AlertState, rose: z.boolean() }).readonly(),
  /** The certainty of the alert rose at the same level. */
  z.strictObject({ kind: z.literal('alert.updated'), alert: AlertState }).readonly(),
  /** The same button or tamper again: joins the incident and sounds again. */
  z.strictObject({ kind: z.literal('alert.repeated'), alert: AlertState }).readonly(),
  z
    .strictObject({
      kind: z.literal('alert.cleared'),
      alertId: AlertId,
      reason: z.enum(['left', 'order-ended', 'fix-returned', 'resolved']),
    })
    .readonly(),
  /** Distance logged while the incident runs, so that it outlives the positions. */
  z.strictObject({ kind: z.literal('distance.measured'), victim: PersonId, separation: Separation }).readonly(),
  z.strictObject({ kind: z.literal('incident.acknowledged') }).readonly(),
  z
    .strictObject({
      kind: z.literal('unit.assigned'),
      unitId: UnitId,
      /** Place in the recommendation at that moment, 1 = first; null where none could be computed. */
      rank: z.int().min(1).nullable(),
      eta_s: z.number().min(0).nullable(),
    })
    .readonly(),
  z.strictObject({ kind: z.literal('unit.released'), unitId: UnitId }).readonly(),
  z.strictObject({ kind: z.literal('unit.status'), unitId: UnitId, from: UnitStatus, to: UnitStatus }).readonly(),
  z.strictObject({ kind: z.literal('note.added'), text: text(4000) }).readonly(),
  z
    .strictObject({
      kind: z.literal('incident.resolved'),
      outcome: Outcome,
      /** Why the alert was false; required with `false-alert`. */
      cause: text(400).nullable(),
    })
    .readonly(),
  z.strictObject({ kind: z.literal('incident.reopened'), reason: text(400) }).readonly(),
  z.strictObject({ kind: z.literal('incident.closed'), review: text(4000) }).readonly(),
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
  z.strictObject({ kind: z.literal('positions.deleted'), count: z.int().min(0) }).readonly(),
]);
export type EntryBody = z.infer<typeof EntryBody>;
export type EntryKind = EntryBody['kind'];

export const Actor = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('system') }).readonly(),
  z
    .strictObject({ type: z.literal('operator'), operatorId: OperatorId, role: OperatorRole, consoleId: ConsoleId })
    .readonly(),
]);
export type Actor = z.infer<typeof Actor>;

/** What is about to be recorded: everything but its place in the record. */
export const EntryDraft = z
  .strictObject({
    /** Null for what belongs to no incident, such as a unit going out of service. */
    incidentId: IncidentId.nullable(),
    /** When it happened, by the clock of the one who did it. */
    at_ms: EpochMs,
    actor: Actor,
    commandId: CommandId.nullable(),
    body: EntryBody,
  })
  .readonly();
export type EntryDraft = z.infer<typeof EntryDraft>;

/** One line of the unified incident record. */
export const Entry = z
  .strictObject({
    seq: Seq,
    recordedAt_ms: EpochMs,
    incidentId: IncidentId.nullable(),
    at_ms: EpochMs,
    actor: Actor,
    commandId: CommandId.nullable(),
    body: EntryBody,
  })
  .readonly();
export type Entry = z.infer<typeof Entry>;
