import type { IncidentId } from '../ids.ts';
import type { EntryBody, EntryDraft } from './entries.ts';

/** What the server itself records, at the time it happens. */
export const systemDraft = (incidentId: IncidentId | null, at_ms: number, body: EntryBody): EntryDraft => ({
  incidentId,
  at_ms,
  actor: { type: 'system' },
  commandId: null,
  body,
});
