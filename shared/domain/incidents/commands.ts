import { z } from 'zod';
import { CommandId, EpochMs, IncidentId, UnitId } from '../ids.ts';
import { UnitStatus } from '../units.ts';
import { Outcome } from './entries.ts';

const text = (max: number) => z.string().trim().min(1).max(max);

/** What an operator asks for. */
export const CommandBody = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('incident.acknowledge'), incidentId: IncidentId }).readonly(),
  z.strictObject({ kind: z.literal('unit.assign'), incidentId: IncidentId, unitId: UnitId }).readonly(),
  z.strictObject({ kind: z.literal('unit.release'), incidentId: IncidentId, unitId: UnitId }).readonly(),
  z.strictObject({ kind: z.literal('unit.setStatus'), unitId: UnitId, status: UnitStatus }).readonly(),
  z.strictObject({ kind: z.literal('note.add'), incidentId: IncidentId, text: text(4000) }).readonly(),
  z
    .strictObject({
      kind: z.literal('incident.resolve'),
      incidentId: IncidentId,
      outcome: Outcome,
      cause: text(400).nullable(),
    })
    .readonly(),
  z.strictObject({ kind: z.literal('incident.reopen'), incidentId: IncidentId, reason: text(400) }).readonly(),
  z.strictObject({ kind: z.literal('incident.close'), incidentId: IncidentId, review: text(4000) }).readonly(),
  z.strictObject({ kind: z.literal('lease.breakGlass'), incidentId: IncidentId, reason: text(400) }).readonly(),
  z.strictObject({ kind: z.literal('lease.review'), incidentId: IncidentId, reason: text(400) }).readonly(),
]);
export type CommandBody = z.infer<typeof CommandBody>;

/** A command as it travels: its id makes repeating it harmless. `issuedAt_ms` is the console's clock. */
export const Command = z.strictObject({ id: CommandId, issuedAt_ms: EpochMs, body: CommandBody }).readonly();
export type Command = z.infer<typeof Command>;

/** Why a command was refused. Shown to the operator; never guessed around. */
export const Refusal = z.discriminatedUnion('reason', [
  z.strictObject({ reason: z.literal('unknown-incident') }).readonly(),
  z.strictObject({ reason: z.literal('unknown-unit') }).readonly(),
  z.strictObject({ reason: z.literal('not-allowed') }).readonly(),
  /** The incident's or unit's state does not admit this step. */
  z.strictObject({ reason: z.literal('wrong-state'), state: z.string().max(40) }).readonly(),
  z.strictObject({ reason: z.literal('unit-busy') }).readonly(),
  z.strictObject({ reason: z.literal('cause-required') }).readonly(),
  /** Closing is a second person's: whoever resolved may not close. */
  z.strictObject({ reason: z.literal('second-person-required') }).readonly(),
  z.strictObject({ reason: z.literal('positions-gone') }).readonly(),
  z.strictObject({ reason: z.literal('not-signed-in') }).readonly(),
  /** The message did not fit its schema; `field` names where. */
  z.strictObject({ reason: z.literal('invalid'), field: z.string().max(200) }).readonly(),
  z.strictObject({ reason: z.literal('store-failed') }).readonly(),
]);
export type Refusal = z.infer<typeof Refusal>;
