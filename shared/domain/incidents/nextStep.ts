import { isOver } from './soundings.ts';
import { isRunning, unitState } from './state.ts';
import type { Incident, World } from './state.ts';

/** What an incident waits for. */
export type NextStep = 'acknowledge' | 'assign' | 'guide' | 'confirm-arrival' | 'resolve';

/** Somebody has talked with a victim, or sent guidance. */
const isAdvised = ({ guidance, talkedAt_ms }: Incident): boolean => guidance.size > 0 || talkedAt_ms.size > 0;

/**
 * The one thing that a running incident waits for, as its state says; null where it does not run any more. A victim in danger is guided once
 * somebody is on the way; with a patrol on scene, or after one was, what is left is to resolve.
 */
export const nextStep = (incident: Incident, world: World): NextStep | null => {
  if (!isRunning(incident)) return null;
  if (incident.unacknowledged) return 'acknowledge';
  const bound = incident.units.map((id) => unitState(world, id)).filter(({ incidentId }) => incidentId === incident.id);
  if (bound.some(({ status }) => status === 'on-scene')) return 'resolve';
  if (bound.length === 0) return incident.times.onSceneAt_ms === null ? 'assign' : 'resolve';
  return incident.code <= 1 && !isOver(incident) && !isAdvised(incident) ? 'guide' : 'confirm-arrival';
};
