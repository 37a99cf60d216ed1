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

/** A step of a patrol. */
export type PatrolStep = { readonly unitId: UnitId; readonly to: UnitStatus };

/**
 * The next step of the patrol that is farthest along and not yet there, which the status key confirms: one that seems to have arrived comes
 * first. Null where nobody is on the way.
 */
export const leadingStep = (
  incident: Incident,
  world: World,
  hasArrived: (unit: UnitId) => boolean,
): PatrolStep | null => {
  const units = boundUnits(incident, world);
  const at = (status: UnitStatus): UnitId | undefined => units.find((id) => unitState(world, id).status === status);
  const there = units.find((id) => unitState(world, id).status !== 'on-scene' && hasArrived(id)) ?? at('en-route');
  if (there !== undefined) return { unitId: there, to: 'on-scene' };
  const sent = at('dispatched');
  return sent === undefined ? null : { unitId: sent, to: 'en-route' };
};

/**
 * Acknowledge → send somebody → en route → on scene → resolve. With several patrols the one that is farthest along decides:
 * once anybody is on scene, resolving is what comes next, unless the patrol that was there has been taken away.
 *
 * @param step what `leadingStep` says
 * @param recommended assignable patrol that would be there first, null where no ranking is known
 */
export const primaryAction = (
  incident: Incident,
  world: World,
  step: PatrolStep | null,
  recommended: UnitId | null,
): PrimaryAction => {
  if (incident.status === 'closed') return { kind: 'done' };
  if (!isRunning(incident)) return { kind: 'await-review' };
  if (incident.unacknowledged) return { kind: 'acknowledge' };
  if (boundUnits(incident, world).some((id) => unitState(world, id).status === 'on-scene')) return { kind: 'resolve' };
  if (step !== null) return { kind: 'status', unitId: step.unitId, to: step.to };
  if (incident.times.onSceneAt_ms !== null && !isBereft(incident)) return { kind: 'resolve' };
  return recommended === null ? { kind: 'choose-unit' } : { kind: 'assign', unitId: recommended };
};
