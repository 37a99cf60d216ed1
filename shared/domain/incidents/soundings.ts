import type { IncidentId } from '../ids.ts';
import type { Certainty, DispatchCode } from '../codes.ts';
import type { EntryBody } from './entries.ts';
import type { Incident, IncidentAlert, Sounding } from './state.ts';

/** How far console and server may disagree on the time, milliseconds: on a busy machine a console measures it no better. */
export const CLOCK_SLACK_MS = 2000;

/** Entries that may sound: each carries its number where it does. */
export type AlertBody = Extract<
  EntryBody,
  { readonly kind: 'alert.raised' | 'alert.level' | 'alert.updated' | 'alert.repeated' }
>;

/**
 * True where what happened to an alert rings: it is new, has risen, became likely, or its button was pressed again. `before`: how certain it
 * was until then.
 */
export const doesSound = (body: AlertBody, before: Certainty | undefined): boolean => {
  switch (body.kind) {
    case 'alert.raised':
    case 'alert.repeated':
      return true;
    case 'alert.level':
      return body.rose;
    case 'alert.updated':
      return before === 'possible';
  }
};

/**
 * Number of the sounding that an entry tells of; null where it does not sound. Entries of before soundings were numbered are counted in
 * their order.
 */
export const soundingNumber = (incident: Pick<Incident, 'alerts' | 'soundings'>, body: AlertBody): number | null =>
  doesSound(body, incident.alerts.get(body.alert.alertId)?.state.certainty)
    ? (body.sounding ?? incident.soundings + 1)
    : null;

/** An incident that rings, whatever for: it waits to be acknowledged, and is shelved no more. */
export const rung = (incident: Incident, sounding: Sounding): Incident => ({
  ...incident,
  unacknowledged: true,
  soundings: sounding.number,
  unanswered: [...incident.unanswered, sounding],
  soundedAt_ms: sounding.at_ms,
  shelved: null,
});

/**
 * Names one sounding by all that it is: of an alarm that was not recorded yet, what is recorded in the end may bear its number and be another,
 * which nobody has heard.
 */
export const soundingId = (incident: IncidentId, { number, alertId, code, at_ms }: Sounding): string =>
  `${incident}#${number}:${alertId}:${code}:${at_ms}`;

/** What a desk that shows an incident so has heard of it: the last sounding, by its number and its time. */
export const heardOf = ({
  soundings,
  soundedAt_ms,
}: Incident): { readonly sounding: number; readonly soundedAt_ms: number } => ({
  sounding: soundings,
  soundedAt_ms,
});

/** True where what the alert told of has ended by itself. The end of its order, or of a response, says nothing about the two people. */
const hasPassed = ({ clearReason }: IncidentAlert): boolean =>
  clearReason === 'left' || clearReason === 'fix-returned' || clearReason === 'recovered';

/** True where everything that the incident was about has ended by itself. */
export const isOver = ({ alerts }: Pick<Incident, 'alerts'>): boolean =>
  alerts.size > 0 && [...alerts.values()].every(hasPassed);

/** What rings of one incident now. */
export type Ringing = {
  /** Most urgent code among the alerts that ring; what is over counts only where nothing else rings. */
  readonly code: DispatchCode;
  /** Everything that rings has ended by itself. It is still to be acknowledged. */
  readonly isOver: boolean;
  /** The first sounding of this code that nobody has acknowledged. */
  readonly first: Sounding;
  readonly newest: Sounding;
  /** How many soundings wait to be acknowledged. */
  readonly count: number;
  /** When it was last passed on to the supervisors, so that it rings louder everywhere; null while it was not. */
  readonly escalatedAt_ms: number | null;
};

type Unanswered = Pick<Incident, 'alerts' | 'unanswered'>;

/** A sounding as it stands now: it grows calmer as its alert falls or ends. A rise is a sounding of its own, and not this one's. */
const standing = (alerts: Incident['alerts'], sounding: Sounding) => {
  const alert = alerts.get(sounding.alertId);
  const code = alert !== undefined && alert.state.code > sounding.code ? alert.state.code : sounding.code;
  return { sounding, code, isOver: alert !== undefined && hasPassed(alert) };
};

/** Those that ring loudest: of alerts that go on, else of those that are over. */
const loudest = ({ alerts, unanswered }: Unanswered) => {
  const all = unanswered.map((sounding) => standing(alerts, sounding));
  const running = all.filter((one) => !one.isOver);
  const considered = running.length > 0 ? running : all;
  const code = considered.reduce<DispatchCode>((most, one) => (one.code < most ? one.code : most), 4);
  return { code, isOver: running.length === 0, first: considered.find((one) => one.code === code)?.sounding };
};

/** What rings of an incident now; null where nothing waits to be acknowledged. */
export const ringingOf = (incident: Unanswered): Ringing | null => {
  const newest = incident.unanswered.at(-1);
  if (newest === undefined) return null;
  const { code, isOver: passed, first } = loudest(incident);
  return {
    code,
    isOver: passed,
    first: first ?? newest,
    newest,
    count: incident.unanswered.length,
    escalatedAt_ms: incident.unanswered.reduce<number | null>(
      (last, { escalatedAt_ms }) => escalatedAt_ms ?? last,
      null,
    ),
  };
};

/** True where the last thing that happened to what rings is that it was passed on: that is told, and no sounding. */
export const wasPassedOnLast = ({ escalatedAt_ms, newest }: Ringing): boolean =>
  escalatedAt_ms !== null && escalatedAt_ms >= newest.at_ms;

/** True while a sounding that was passed on to the supervisors waits to be acknowledged. */
export const isEscalated = ({ unanswered }: Pick<Incident, 'unanswered'>): boolean =>
  unanswered.some(({ escalatedAt_ms }) => escalatedAt_ms !== null);

/** When a sounding of the incident has to be passed on to the supervisors, and which; null where none has. */
export type DueEscalation = { readonly sounding: Sounding; readonly code: DispatchCode; readonly at_ms: number };

/** How long soundings wait before they are passed on, by code: not at all while no desk at which they ring can answer. */
export const escalatesAfter_s = (
  after_s: readonly (number | null)[],
  canBeAnswered: boolean,
): readonly (number | null)[] => (canBeAnswered ? after_s : after_s.map((wait_s) => (wait_s === null ? null : 0)));

/**
 * The next escalation of an incident. `after_s`: by code, how long a sounding may ring unanswered, seconds; null for never. What is over is
 * left with the desks, and what is less urgent than a sounding that was already passed on, or as urgent, rings with it.
 */
export const nextEscalation = (
  { alerts, unanswered }: Unanswered,
  after_s: readonly (number | null)[],
): DueEscalation | null => {
  const all = unanswered.map((sounding) => standing(alerts, sounding));
  const passedOn = all.filter(({ sounding }) => sounding.escalatedAt_ms !== null);
  const least = passedOn.reduce((most, { code }) => Math.min(most, code), Number.POSITIVE_INFINITY);
  return all.reduce<DueEscalation | null>((next, { sounding, code, isOver: passed }) => {
    const wait_s = after_s[code] ?? null;
    if (wait_s === null || code >= least || passed) return next;
    const at_ms = sounding.at_ms + wait_s * 1000;
    return next === null || at_ms < next.at_ms ? { sounding, code, at_ms } : next;
  }, null);
};
