import { certaintyRank } from '../../../shared/domain/codes.ts';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import type { IncidentId, PersonId, UnitId } from '../../../shared/domain/ids.ts';
import type { Incident, IncidentAlert, World } from '../../../shared/domain/incidents/state.ts';
import { unitState } from '../../../shared/domain/incidents/state.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { SafePlace } from '../../../shared/domain/places.ts';
import { age_s } from '../../../shared/domain/proximity/radius.ts';
import { earliestContact_s, reachOf } from '../../../shared/domain/proximity/reach.ts';
import { relate } from '../../../shared/domain/proximity/relation.ts';
import { rankUnits } from '../../../shared/domain/recommend.ts';
import type { Contact, Ranked } from '../../../shared/domain/recommend.ts';
import type { Advice, OffenderWay } from '../../../shared/protocol/messages.ts';
import type { Unit } from '../../../shared/domain/units.ts';
import { createEscapes } from './escapes.ts';
import type { UnitFixes } from '../tracks/units.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Streets } from '../streets/streets.ts';
import type { Subject } from '../../../shared/domain/proximity/types.ts';

/** Which patrol is soonest at the victim of an incident, and where the victim can be led before the offender is there. */
export type Adviser = {
  /**
   * Null for an incident that is not there or whose victim's place is unknown. Without `seesOffender` it is made as if nobody knew
   * where the offender is: times, margins and the order of places would give that away.
   */
  readonly adviceFor: (incident: IncidentId, seesOffender: boolean) => Omit<Advice, 'led'> | null;
  /** A patrol's place among all, 1 for the soonest at the victim; null where it has none or that cannot be worked out. */
  readonly rankOf: (incident: IncidentId, unit: UnitId) => { readonly rank: number; readonly eta_s: number } | null;
  readonly offenderOf: (incident: IncidentId) => PersonId | null;
  /** Whose place the advice is about: nobody who may not see that person may be given it. */
  readonly victimOf: (incident: IncidentId) => PersonId | null;
  /** Where help is needed: the last known place of the victim most at risk. Gives a place away; stays inside the server. */
  readonly targetOf: (incident: IncidentId) => LonLat | null;
};

const namedBy = ({ state: { rule } }: IncidentAlert): readonly PersonId[] =>
  rule.type === 'proximity' ? [rule.victim] : rule.type === 'sos' ? [rule.person] : [];

/**
 * The victim named by the most urgent and surest running alert; once all have cleared, the one named last, since help is still on its
 * way there; the order's first where no alert ever named one.
 */
const victimAtRisk = (incident: Incident, order: Order): PersonId | undefined => {
  const alerts = [...incident.alerts.values()];
  const running = alerts
    .filter((alert) => alert.clearedAt_ms === null)
    .toSorted(
      (a, b) => a.state.code - b.state.code || certaintyRank(b.state.certainty) - certaintyRank(a.state.certainty),
    );
  const past = alerts.toSorted((a, b) => b.changedAt_ms - a.changedAt_ms);
  return [...running, ...past].flatMap(namedBy)[0] ?? order.victims[0];
};

const placeOf = ({ fix }: Subject): LonLat => [fix.lon, fix.lat];

export const createAdviser = (given: {
  readonly world: () => World;
  readonly orderOf: (id: Incident['orderId']) => Order | undefined;
  readonly subjectUnder: (order: Order, id: PersonId) => Subject | null;
  readonly units: ReadonlyMap<UnitId, Unit>;
  readonly unitFixes: UnitFixes;
  readonly places: readonly SafePlace[];
  readonly streets: Streets;
  readonly policy: Policy;
  readonly now: () => number;
  /** A patrol is sent also where its rank cannot be worked out. */
  readonly bulkhead: Bulkhead;
}): Adviser => {
  const { policy, streets, bulkhead } = given;
  const escapes = createEscapes(given);
  const orderBehind = (id: IncidentId): Order | undefined => {
    const incident = given.world().incidents.get(id);
    return incident === undefined ? undefined : given.orderOf(incident.orderId);
  };

  const victimOf: Adviser['victimOf'] = (id) => {
    const incident = given.world().incidents.get(id);
    const order = orderBehind(id);
    return incident === undefined || order === undefined ? null : (victimAtRisk(incident, order) ?? null);
  };
  const offenderOf: Adviser['offenderOf'] = (id) => orderBehind(id)?.offender ?? null;

  const victimNow = (id: IncidentId): Subject | null => {
    const victim = victimOf(id);
    const order = orderBehind(id);
    return victim === null || order === undefined ? null : given.subjectUnder(order, victim);
  };
  const targetOf: Adviser['targetOf'] = (id) => {
    const victim = victimNow(id);
    return victim === null ? null : placeOf(victim);
  };

  const rank = (incident: IncidentId, victim: Subject, contact: Contact | null, now_ms: number): readonly Ranked[] => {
    const known = [...given.units.values()].flatMap((unit) => {
      const fix = given.unitFixes.get(unit.id);
      return fix === undefined ? [] : [{ unit, fix }];
    });
    const from = known.map(({ unit, fix }) => ({ at: [fix.lon, fix.lat] as const, kind: unit.kind }));
    const ways = streets.travel(placeOf(victim), from);
    const candidates = known.flatMap(({ unit, fix }, index) => {
      const way = ways[index];
      if (way === undefined) return [];
      const { status, incidentId: works } = unitState(given.world(), unit.id);
      if (works === incident) return [];
      const fixAge_s = Math.max(0, (now_ms - fix.at_ms) / 1000);
      const { distance_m, via, time_s: eta_s } = way;
      return [{ unitId: unit.id, kind: unit.kind, status, fixAge_s, distance_m, via, eta_s }];
    });
    return rankUnits(candidates, contact, policy);
  };

  /** The offender's way to the victim, and when the two can meet; null once one of them is lost. */
  const wayOf = (offender: Subject, victim: Subject, { limits }: Order, now_ms: number): OffenderWay | null => {
    const [way] = streets.ways(placeOf(offender), [placeOf(victim)]);
    const earliest_s = earliestContact_s(offender, victim, limits.contact_m, now_ms, policy);
    if (way === undefined || earliest_s === null) return null;
    const { contact } = relate(offender, victim, limits, now_ms, policy);
    return { ...way, earliest_s, expected_s: contact?.expected_s ?? null, fixAge_s: age_s(offender, now_ms) };
  };

  const adviceFor: Adviser['adviceFor'] = (incidentId, seesOffender) => {
    const victim = victimNow(incidentId);
    if (victim === null) return null;
    const now_ms = given.now();
    const order = orderBehind(incidentId);
    if (order === undefined) return null;
    const offender = seesOffender ? given.subjectUnder(order, order.offender) : null;
    const way = offender === null ? null : wayOf(offender, victim, order, now_ms);
    const reach = offender === null ? null : reachOf(offender, now_ms, policy);
    return {
      incidentId,
      at_ms: now_ms,
      ranking: rank(incidentId, victim, way, now_ms),
      offender: way,
      escape: escapes(victim, reach, order.limits.contact_m, now_ms),
    };
  };

  /** The patrols alone, soonest first; empty where there is no advice. */
  const rankingFor = (id: IncidentId): readonly Ranked[] => {
    const victim = victimNow(id);
    return victim === null ? [] : rank(id, victim, null, given.now());
  };

  const placeIn = (ranking: readonly Ranked[], unit: UnitId): ReturnType<Adviser['rankOf']> => {
    const index = ranking.findIndex(({ unitId }) => unitId === unit);
    const ranked = ranking[index];
    return ranked === undefined ? null : { rank: index + 1, eta_s: ranked.eta_s };
  };
  const rankOf: Adviser['rankOf'] = (id, unit) => {
    const of = `rank in ${id}`;
    try {
      const place = placeIn(rankingFor(id), unit);
      bulkhead.report('advice', of, null);
      return place;
    } catch (thrown) {
      bulkhead.report('advice', of, thrown);
      return null;
    }
  };

  return { adviceFor, rankOf, victimOf, offenderOf, targetOf };
};
