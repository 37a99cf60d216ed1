import type { IncidentId } from '../ids.ts';
import type { Command } from './commands.ts';
import type { OperatorActor } from './actor.ts';
import type { EntryBody, EntryDraft } from './entries.ts';

/** What a command records: when the operator acted, by their console's clock, and how far that clock was off where it was measured. */
export const operatorDraft = (
  { id: commandId, issuedAt_ms: at_ms, clockOffset_ms }: Command,
  actor: OperatorActor,
  incidentId: IncidentId | null,
  body: EntryBody,
): EntryDraft => ({
  ...{ incidentId, at_ms, actor, commandId },
  ...(clockOffset_ms === undefined ? {} : { clockOffset_ms }),
  body,
});
