import type { UnitId } from '../ids.ts';
import type { EntryBody } from './entries.ts';
import type { Assignment, Incident, Leaving } from './state.ts';
import { isRunning } from './state.ts';

type UnitBody = Extract<EntryBody, { readonly kind: 'unit.assigned' | 'unit.released' | 'unit.status' }>;

const withAssignment = (incident: Incident, unitId: UnitId, work: Assignment): Incident => ({
  ...incident,
  assignments: new Map(incident.assignments).set(unitId, work),
});

/** The unit is no longer bound; what it had reached stays. */
const left = (incident: Incident, unitId: UnitId, leaving: Leaving): Incident => {
  const work = incident.assignments.get(unitId);
  const without = { ...incident, units: incident.units.filter((bound) => bound !== unitId) };
  return work?.left === null ? withAssignment(without, unitId, { ...work, left: leaving }) : without;
};

/** What a step of one of its units makes of an incident: who is bound to it, what each has reached, and its own first times. */
export const stepAssignments = (incident: Incident, body: UnitBody, at_ms: number): Incident => {
  const { unitId } = body;
  const { times, units } = incident;
  if (body.kind === 'unit.assigned') {
    const work = { assignedAt_ms: at_ms, status: 'dispatched', since_ms: at_ms, left: null } as const;
    return {
      ...withAssignment(incident, unitId, work),
      units: [...units.filter((bound) => bound !== unitId), unitId],
      times: { ...times, dispatchedAt_ms: times.dispatchedAt_ms ?? at_ms },
    };
  }
  if (body.kind === 'unit.released') {
    const to = body.divertedTo ?? null;
    return left(incident, unitId, { reason: to === null ? 'released' : 'diverted', at_ms, to });
  }
  switch (body.to) {
    case 'clear':
    case 'out-of-service':
      return left(incident, unitId, { reason: body.to, at_ms, to: null });
    case 'dispatched':
    case 'en-route':
    case 'on-scene': {
      const work = incident.assignments.get(unitId);
      const onSceneAt_ms = times.onSceneAt_ms ?? (body.to === 'on-scene' ? at_ms : null);
      const stepped = { ...incident, times: { ...times, onSceneAt_ms } };
      return work?.left === null
        ? withAssignment(stepped, unitId, { ...work, status: body.to, since_ms: at_ms })
        : stepped;
    }
    case 'available':
      return incident;
  }
};

/** A unit that an incident no longer has, with what it had reached there. */
export type LostUnit = { readonly unitId: UnitId; readonly work: Assignment; readonly leaving: Leaving };

/** Units that left a running incident since a unit was last sent to it, in the order in which they left. */
export const lostUnits = (incident: Incident): readonly LostUnit[] => {
  if (!isRunning(incident)) return [];
  const all = [...incident.assignments];
  const lastSent_ms = Math.max(...all.map(([, { assignedAt_ms }]) => assignedAt_ms));
  return all
    .flatMap(([unitId, work]): readonly LostUnit[] =>
      work.left === null || work.left.at_ms < lastSent_ms ? [] : [{ unitId, work, leaving: work.left }],
    )
    .toSorted((a, b) => a.leaving.at_ms - b.leaving.at_ms);
};

/** Nobody works it any more, and the last who did was taken away before the work was done. */
export const isBereft = (incident: Incident): boolean =>
  incident.units.length === 0 &&
  lostUnits(incident).some(({ leaving }) => leaving.reason === 'diverted' || leaving.reason === 'out-of-service');
