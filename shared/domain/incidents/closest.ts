import type { AlertState } from '../alerts.ts';
import type { Entry } from './entries.ts';
import type { ClosestDistance, Incident } from './state.ts';

const nearer = (a: ClosestDistance | null, b: ClosestDistance): ClosestDistance =>
  a === null || b.separation.distance_m < a.separation.distance_m ? b : a;

/** The closest of an incident after an alert has told how far apart they are. */
export const closer = (incident: Incident, alert: AlertState, at_ms: number): ClosestDistance | null => {
  if (alert.separation === null || alert.rule.type !== 'proximity') return incident.closest;
  // It may rest on a place that is held back, or older than the silence: who was nearer is told once it is believed, and measured besides.
  if (alert.certainty === 'possible') return incident.closest;
  const { rule, separation, closestAt_ms } = alert;
  return nearer(incident.closest, { victim: rule.victim, separation, at_ms: closestAt_ms ?? at_ms });
};

/**
 * What is measured while an incident runs says how close they have come as far as it is known: a place that later fixes disprove counts no
 * more. In records of before it did, each distance counts for good.
 */
export const measured = (
  incident: Incident,
  body: Extract<Entry['body'], { kind: 'distance.measured' }>,
  at_ms: number,
): Incident => {
  const { victim, separation, closest } = body;
  const lastMeasured = new Map(incident.lastMeasured).set(victim, { separation, at_ms });
  if (closest === undefined)
    return { ...incident, lastMeasured, closest: nearer(incident.closest, { victim, separation, at_ms }) };
  const closestStated = new Map(incident.closestStated).set(victim, closest === null ? null : { victim, ...closest });
  const all = [...closestStated.values()].filter((one) => one !== null);
  return { ...incident, lastMeasured, closestStated, closest: all.reduce<ClosestDistance | null>(nearer, null) };
};
