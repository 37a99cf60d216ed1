import { isBereft } from '../../../shared/domain/incidents/assignments.ts';
import type { UnitId } from '../../../shared/domain/ids.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';
import { isRunning, unitState } from '../../../shared/domain/incidents/state.ts';
import type { UnitStatus } from '../../../shared/domain/units.ts';

/** The one thing to do now. */
export type PrimaryAction =
  | { readonly kind: 'acknowledge' }
  | { readonly kind: 'assign'; readonly unitId: UnitId }
  /** Somebody must be sent, but nobody is recommended: the operator chooses. */
  | { readonly kind: 'choose-unit' }
  | { readonly kind: 'status'; readonly unitId: UnitId; readonly to: UnitStatus }
  | { readonly kind: 'resolve' }
  /** Resolved: what is left is a supervisor's. */
  | { readonly kind: 'await-review' }
  | { readonly kind: 'done' };

/** Units still bound to this incident, as the record says. */
export const boundUnits = (incident: Incident, world: World): readonly UnitId[] =>
  incident.units.filter((id) => unitState(world, id).incidentId === incident.id);

/**
 * Acknowledge → send somebody → en route → on scene → resolve. With several patrols the one that is farthest along decides:
 * once anybody is on scene, resolving is what comes next, unless the patrol that was there has been taken away.
 *
 * @param recommended assignable patrol that would be there first, null where no ranking is known
 */
export const primaryAction = (incident: Incident, world: World, recommended: UnitId | null): PrimaryAction => {
  if (incident.status === 'closed') return { kind: 'done' };
  if (!isRunning(incident)) return { kind: 'await-review' };
  if (incident.unacknowledged) return { kind: 'acknowledge' };
  const units = boundUnits(incident, world);
  const at = (status: UnitStatus): UnitId | undefined => units.find((id) => unitState(world, id).status === status);
  if (at('on-scene') !== undefined) return { kind: 'resolve' };
  const driving = at('en-route');
  if (driving !== undefined) return { kind: 'status', unitId: driving, to: 'on-scene' };
  const sent = at('dispatched');
  if (sent !== undefined) return { kind: 'status', unitId: sent, to: 'en-route' };
  if (incident.times.onSceneAt_ms !== null && !isBereft(incident)) return { kind: 'resolve' };
  return recommended === null ? { kind: 'choose-unit' } : { kind: 'assign', unitId: recommended };
};
