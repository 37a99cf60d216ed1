import type { Fix, LonLat } from '../../../shared/domain/fixes.ts';
import type { PersonId, UnitId } from '../../../shared/domain/ids.ts';
import type { Incident, World } from '../../../shared/domain/incidents/state.ts';
import { unitState } from '../../../shared/domain/incidents/state.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { age_s } from '../../../shared/domain/proximity/radius.ts';
import type { Subject } from '../../../shared/domain/proximity/types.ts';
import { findingOf, stepPatrolTrack } from '../../../shared/domain/sentPatrols.ts';
import type { PatrolFinding, PatrolTrack } from '../../../shared/domain/sentPatrols.ts';

/** Watches whether patrols that were sent move, and whether they have come to the people they were sent for. */
export type SentPatrols = {
  readonly onFix: (unit: UnitId, fix: Fix) => void;
  /** What is found of a patrol on its way; `sees`: whose places whoever is told may see. Null for one that is not on its way. */
  readonly findingOf: (unit: UnitId, sees: (person: PersonId) => boolean) => PatrolFinding | null;
};

export const createSentPatrols = (given: {
  readonly world: () => World;
  readonly orderOf: (id: Incident['orderId']) => Order | undefined;
  readonly subjectUnder: (order: Order, id: PersonId) => Subject | null;
  readonly policy: Policy;
  readonly now: () => number;
}): SentPatrols => {
  const { policy } = given;
  const tracks = new Map<UnitId, PatrolTrack>();

  /** The incident that a patrol is on its way to; null for one that is free, or there. */
  const bound = (unit: UnitId): Incident | null => {
    const { status, incidentId } = unitState(given.world(), unit);
    if (incidentId === null || status === 'on-scene') return null;
    return given.world().incidents.get(incidentId) ?? null;
  };

  /** Where the two were last heard to be; nobody arrives at a place that is as old as a silence. */
  const peopleOf = (incident: Incident): ReadonlyMap<PersonId, LonLat> => {
    const order = given.orderOf(incident.orderId);
    const places = new Map<PersonId, LonLat>();
    if (order === undefined) return places;
    for (const person of [order.offender, ...order.victims]) {
      const subject = given.subjectUnder(order, person);
      if (subject !== null && age_s(subject, given.now()) <= policy.silence.after_s)
        places.set(person, [subject.fix.lon, subject.fix.lat]);
    }
    return places;
  };

  return {
    onFix: (unit, fix) => {
      const incident = bound(unit);
      const people = incident === null ? new Map<PersonId, LonLat>() : peopleOf(incident);
      tracks.set(unit, stepPatrolTrack(tracks.get(unit) ?? null, fix, people, policy));
    },
    findingOf: (unit, sees) => {
      const assignedAt_ms = bound(unit)?.assignments.get(unit)?.assignedAt_ms;
      const track = tracks.get(unit);
      if (assignedAt_ms === undefined || track === undefined) return null;
      return findingOf(track, assignedAt_ms, sees, given.now(), policy);
    },
  };
};
