import type { AlertState } from '../alerts.ts';
import type { AlertId } from '../ids.ts';
import type { Entry } from '../incidents/entries.ts';
import { CLOCK_SLACK_MS, doesSound } from '../incidents/soundings.ts';

/** One sounding of an incident and its answer. */
export type SoundingAnswer = {
  readonly number: number;
  /** The alert as it sounded. */
  readonly alert: AlertState;
  readonly at_ms: number;
  /** When it was first passed on to the supervisors; null where it was not. */
  readonly escalatedAt_ms: number | null;
  /** From the sounding to the acknowledgement that names it or a later one, seconds; null where none does. Never negative: clocks differ. */
  readonly answer_s: number | null;
};

/** Soundings that an acknowledgement answers. One of before soundings were numbered answers what had rung when it was given. */
const isAnswered = (
  { number, at_ms }: SoundingAnswer,
  heard: number | undefined,
  acknowledgedAt_ms: number,
): boolean => (heard === undefined ? at_ms <= acknowledgedAt_ms + CLOCK_SLACK_MS : number <= heard);

/** Every sounding of one incident's entries with its answer, in order. */
export const soundingAnswers = (entries: readonly Entry[]): readonly SoundingAnswer[] => {
  const all: SoundingAnswer[] = [];
  const alerts = new Map<AlertId, AlertState>();
  const ring = (number: number | undefined, alert: AlertState, at_ms: number): void =>
    void all.push({
      number: number ?? (all.at(-1)?.number ?? 0) + 1,
      alert,
      at_ms,
      escalatedAt_ms: null,
      answer_s: null,
    });
  for (const { body, at_ms } of entries) {
    switch (body.kind) {
      case 'alert.raised':
      case 'alert.level':
      case 'alert.updated':
      case 'alert.repeated': {
        const { alert } = body;
        if (doesSound(body, alerts.get(alert.alertId)?.certainty)) ring(body.sounding, alert, at_ms);
        alerts.set(alert.alertId, alert);
        break;
      }
      case 'incident.unshelved':
      case 'incident.reopened':
      case 'incident.left': {
        // The alert as it stood when the shelving ended, it was opened again, or the desk was found gone.
        const alert = body.alertId === null || body.alertId === undefined ? undefined : alerts.get(body.alertId);
        if (alert !== undefined) ring(body.sounding, alert, at_ms);
        break;
      }
      case 'incident.escalated':
        for (const [index, one] of all.entries())
          if (one.number === body.sounding) all[index] = { ...one, escalatedAt_ms: one.escalatedAt_ms ?? at_ms };
        break;
      case 'incident.acknowledged':
        for (const [index, one] of all.entries())
          if (one.answer_s === null && isAnswered(one, body.sounding, at_ms))
            all[index] = { ...one, answer_s: Math.max(0, (at_ms - one.at_ms) / 1000) };
        break;
      default:
    }
  }
  return all;
};

/** The sounding that waited longest for its answer: one without any before all others. Null for an incident that never sounded. */
export const worstAnswer = (all: readonly SoundingAnswer[]): SoundingAnswer | null =>
  all.reduce<SoundingAnswer | null>((worst, one) => {
    if (worst === null) return one;
    if (worst.answer_s === null) return worst;
    return one.answer_s === null || one.answer_s > worst.answer_s ? one : worst;
  }, null);
