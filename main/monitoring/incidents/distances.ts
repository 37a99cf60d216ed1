import type { IncidentId, OrderId, PersonId } from '../../../shared/domain/ids.ts';
import type { Separation } from '../../../shared/domain/alerts.ts';
import type { EntryDraft } from '../../../shared/domain/incidents/entries.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident } from '../../../shared/domain/incidents/state.ts';
import { inOrder } from '../../../shared/domain/layeredMap.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { createClosestFinder } from '../../../shared/domain/proximity/closest.ts';
import type { ClosestFinder } from '../../../shared/domain/proximity/closest.ts';
import { boundedOf, separate, toSeparation } from '../../../shared/domain/proximity/separation.ts';
import type { Bounded, Subject } from '../../../shared/domain/proximity/types.ts';
import type { Heard } from '../../../shared/domain/rules/types.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import type { Batch } from '../ports/incidentRecord.ts';

/** Distances of running incidents, between the people of each pair. */
export type Distances = {
  /** What was just heard of somebody under their order, which has an incident running. */
  readonly heard: (incident: Incident, order: Order, heard: readonly Heard[], now_ms: number) => void;
  /**
   * Logs the distance of each pair of those of the incidents that run, at the policy's pace and with the closest so far, so that distances
   * outlive positions.
   */
  readonly log: (batch: Batch, incidents: readonly IncidentId[], now_ms: number) => void;
};

type People = { readonly offender: Subject; readonly victim: Subject };

const toDecimetre = (metres: number): number => Math.round(metres * 10) / 10;
const rounded = ({ d, min, max }: Bounded): Separation =>
  toSeparation({ d: toDecimetre(d), min: toDecimetre(min), max: toDecimetre(max) });

export const createDistances = (given: {
  readonly orderOf: (id: OrderId) => Order | undefined;
  readonly subjectUnder: (order: Order, id: PersonId) => Subject | null;
  readonly policy: Policy;
}): Distances => {
  const { policy } = given;
  const every_ms = policy.record.distanceEvery_s * 1000;
  const logged = new Map<IncidentId, number>();
  const finders = new Map<IncidentId, Map<PersonId, ClosestFinder>>();

  const pairsOf = (order: Order): readonly (readonly [PersonId, People])[] => {
    const offender = given.subjectUnder(order, order.offender);
    if (offender === null) return [];
    return order.victims.flatMap((id) => {
      const victim = given.subjectUnder(order, id);
      return victim === null ? [] : [[id, { offender, victim }] as const];
    });
  };

  /** What the record says of before is taken up; where it says nothing yet, the breach that raised the incident is the beginning. */
  const begun = (incident: Incident, order: Order, id: PersonId, people: People, now_ms: number): ClosestFinder => {
    const stated = incident.closestStated.get(id) ?? null;
    const before = stated === null ? null : { ...boundedOf(stated.separation), at_ms: stated.at_ms };
    // A response runs on after its order has ended.
    const counts = { from_ms: order.validFrom_ms, to_ms: Number.POSITIVE_INFINITY };
    const finder = createClosestFinder({ offender: order.offender, victim: id, counts, before, policy });
    const breaches_ms = [...incident.alerts.values()].map((one) => one.state.closestAt_ms ?? one.raisedAt_ms);
    const from_ms = stated === null ? Math.min(now_ms, ...breaches_ms) : now_ms;
    finder.begin({ from_ms, to_ms: now_ms }, people.offender, people.victim, now_ms);
    return finder;
  };

  /** The finder of a pair; one that is new knows already what has just been heard. */
  const finderOf = (incident: Incident, order: Order, id: PersonId, people: People, now_ms: number) => {
    const ofIncident = finders.get(incident.id) ?? new Map<PersonId, ClosestFinder>();
    finders.set(incident.id, ofIncident);
    const known = ofIncident.get(id);
    const finder = known ?? begun(incident, order, id, people, now_ms);
    ofIncident.set(id, finder);
    return { finder, isNew: known === undefined };
  };

  const measure = (incident: Incident, order: Order, now_ms: number): readonly EntryDraft[] =>
    pairsOf(order).map(([victim, people]) => {
      const closest = finderOf(incident, order, victim, people, now_ms).finder.closest();
      return systemDraft(incident.id, now_ms, {
        kind: 'distance.measured',
        victim,
        separation: rounded(separate(people.offender, people.victim, now_ms, policy)),
        closest: closest === null ? null : { separation: rounded(closest), at_ms: Math.round(closest.at_ms) },
      });
    });

  return {
    heard: (incident, order, heard, now_ms) => {
      for (const [id, people] of pairsOf(order)) {
        const own = heard.filter(({ person }) => person === order.offender || person === id);
        if (own.length === 0) continue;
        const { finder, isNew } = finderOf(incident, order, id, people, now_ms);
        if (!isNew) finder.heard(own, people.offender, people.victim, now_ms);
      }
    },
    log: (batch, incidents, now_ms) => {
      for (const id of inOrder(batch.world().incidents, incidents)) {
        const incident = batch.world().incidents.get(id);
        if (incident === undefined) continue;
        if (!isRunning(incident)) {
          logged.delete(incident.id);
          finders.delete(incident.id);
          continue;
        }
        const order = given.orderOf(incident.orderId);
        if (order === undefined || now_ms - (logged.get(incident.id) ?? Number.NEGATIVE_INFINITY) < every_ms) continue;
        batch.add(measure(incident, order, now_ms));
        logged.set(id, now_ms);
        // What did not get there is logged with the next tick.
        batch.afterwards((isStored) => {
          if (!isStored) logged.delete(id);
        });
      }
    },
  };
};
