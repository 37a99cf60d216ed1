import type { PersonId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { err, ok } from '../result.ts';
import type { Result } from '../result.ts';
import type { CommandBody, Refusal, WhyNotShelved } from './commands.ts';
import type { Entry, EntryBody } from './entries.ts';
import { openAnswers } from './guidance.ts';
import { rung } from './soundings.ts';
import { isRunning } from './state.ts';
import type { Incident, IncidentAlert } from './state.ts';

/** The most urgent code that may be shelved. */
const SHELVABLE_FROM = 2;

const runningAlerts = ({ alerts }: Pick<Incident, 'alerts'>): readonly IncidentAlert[] =>
  [...alerts.values()].filter(({ clearedAt_ms }) => clearedAt_ms === null);

/** Why an incident may not be shelved now; null where it may. `victims` are those of its order. */
const whyNotShelved = (incident: Incident, victims: readonly PersonId[]): WhyNotShelved | null => {
  const states = runningAlerts(incident).map(({ state }) => state);
  if (states.some(({ rule }) => rule.type === 'sos')) return 'sos';
  if (states.some(({ rule }) => rule.type === 'device' && rule.kind === 'strap-tamper')) return 'tamper';
  if (states.some(({ code }) => code < SHELVABLE_FROM)) return 'urgent';
  if (openAnswers(incident, victims).some(({ answer }) => answer === 'help')) return 'help';
  if (incident.units.length > 0) return 'responding';
  return states.length === 0 ? 'over' : null;
};

/** True where shelving an incident may be offered. `victims` are those of its order. */
export const isShelvable = (incident: Incident, victims: readonly PersonId[]): boolean =>
  isRunning(incident) && incident.shelved === null && whyNotShelved(incident, victims) === null;

/**
 * Shelves what an incident has rung for so far: whoever shelves answers it. What rises, comes anew or is pressed rings on its own, and ends the
 * shelving.
 *
 * @param victims those of the incident's order
 * @param heard number of the last sounding that the operator had heard
 * @param issuedAt_ms when it was ordered; the shelving begins there, so that an order that waited for a lost link lasts no longer
 */
export const shelve = (
  incident: Incident,
  victims: readonly PersonId[],
  body: Extract<CommandBody, { readonly kind: 'incident.shelve' }>,
  heard: number,
  issuedAt_ms: number,
  { shelving }: Pick<Policy, 'shelving'>,
): Result<readonly EntryBody[], Refusal> => {
  if (!isRunning(incident)) return err({ reason: 'wrong-state', state: incident.status });
  if (heard !== incident.soundings) return err({ reason: 'wrong-state', state: 'raised' });
  const because = whyNotShelved(incident, victims);
  if (because !== null) return err({ reason: 'not-shelvable', because });
  const { reason, text, for_s } = body;
  if (reason === 'other' && text === null) return err({ reason: 'cause-required' });
  if (for_s > shelving.longest_s) return err({ reason: 'shelf-end' });
  const shelved = { kind: 'incident.shelved', reason, text, until_ms: issuedAt_ms + for_s * 1000 } as const;
  return ok(
    incident.unacknowledged ? [{ kind: 'incident.acknowledged', sounding: incident.soundings }, shelved] : [shelved],
  );
};

/** The alert for which what still runs sounds again, the most urgent; null where nothing runs. */
export const mostUrgentRunning = (incident: Incident): IncidentAlert | null =>
  runningAlerts(incident).toSorted((a, b) => a.state.code - b.state.code)[0] ?? null;

/**
 * The end of a shelving by its time: what still runs sounds again, the most urgent of it for all.
 *
 * @param incident as it is shelved
 */
export const shelfEnd = (incident: Incident): Extract<EntryBody, { readonly kind: 'incident.unshelved' }> => {
  const first = mostUrgentRunning(incident);
  return first === null
    ? { kind: 'incident.unshelved', cause: 'time', alertId: null }
    : { kind: 'incident.unshelved', cause: 'time', alertId: first.state.alertId, sounding: incident.soundings + 1 };
};

/** The incident as an operator has shelved it. */
export const shelvedBy = (
  incident: Incident,
  { actor, at_ms }: Entry,
  { reason, text, until_ms }: Extract<EntryBody, { readonly kind: 'incident.shelved' }>,
): Incident => ({
  ...incident,
  shelved: { reason, text, by: actor.type === 'operator' ? actor.operatorId : null, at_ms, until_ms },
});

type Resounding = Extract<EntryBody, { readonly kind: 'incident.unshelved' | 'incident.reopened' }>;

/** The incident after the end of its shelving, or as it runs again: what still runs sounds again. */
export const resounded = (incident: Incident, { alertId, sounding }: Resounding, at_ms: number): Incident => {
  const state = alertId === null || alertId === undefined ? undefined : incident.alerts.get(alertId)?.state;
  if (state === undefined) return { ...incident, shelved: null };
  const number = sounding ?? incident.soundings + 1;
  return rung(incident, { number, alertId: state.alertId, code: state.code, at_ms, escalatedAt_ms: null });
};
