import type { UnitId } from '../ids.ts';
import { isBereft } from './assignments.ts';
import { isOver } from './soundings.ts';
import { isRunning, unitState } from './state.ts';
import type { Incident, World } from './state.ts';

/** What an incident waits for. */
export type NextStep = 'acknowledge' | 'assign' | 'guide' | 'confirm-arrival' | 'resolve';

/** Somebody has talked with a victim, or sent guidance. */
const isAdvised = ({ guidance, talkedAt_ms }: Incident): boolean => guidance.size > 0 || talkedAt_ms.size > 0;

/**
 * The one thing that a running incident waits for, as its state says; null where it does not run any more. A victim in danger is guided once
 * somebody is on the way; with a patrol on scene, or after one was that nobody took away, what is left is to resolve. `hasArrived`: whether a
 * patrol on its way seems to be there.
 */
export const nextStep = (incident: Incident, world: World, hasArrived: (unit: UnitId) => boolean): NextStep | null => {
  if (!isRunning(incident)) return null;
  if (incident.unacknowledged) return 'acknowledge';
  const bound = incident.units.map((id) => unitState(world, id)).filter(({ incidentId }) => incidentId === incident.id);
  if (bound.some(({ status }) => status === 'on-scene')) return 'resolve';
  if (incident.units.some(hasArrived)) return 'confirm-arrival';
  if (bound.length === 0) return incident.times.onSceneAt_ms === null || isBereft(incident) ? 'assign' : 'resolve';
  return incident.code <= 1 && !isOver(incident) && !isAdvised(incident) ? 'guide' : 'confirm-arrival';
};
