import { certaintyRank } from '../../shared/domain/codes.ts';
import type { LonLat } from '../../shared/domain/fixes.ts';
import type { IncidentId, PersonId, UnitId } from '../../shared/domain/ids.ts';
import type { Incident, IncidentAlert, World } from '../../shared/domain/incidents/state.ts';
import { unitState } from '../../shared/domain/incidents/state.ts';
import type { Order } from '../../shared/domain/orders.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { rankUnits } from '../../shared/domain/recommend.ts';
import type { Subject } from '../../shared/domain/rules/types.ts';
import type { Advice } from '../../shared/protocol/messages.ts';
import type { Unit } from '../../shared/domain/units.ts';
import type { UnitFixes } from './tracks/units.ts';
import type { Streets } from './streets/streets.ts';

/** Which patrol is soonest at the victim of an incident. */
export type Adviser = {
  /** Null for an incident that is not there or whose victim's place is unknown. */
  readonly adviceFor: (incident: IncidentId) => Advice | null;
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

export const createAdviser = (given: {
  readonly world: () => World;
  readonly orderOf: (id: Incident['orderId']) => Order | undefined;
  readonly subjectOf: (id: PersonId) => Subject | null;
  readonly units: ReadonlyMap<UnitId, Unit>;
  readonly unitFixes: UnitFixes;
  readonly streets: Pick<Streets, 'travel'>;
  readonly policy: Policy;
  readonly now: () => number;
}): Adviser => {
  const victimOf: Adviser['victimOf'] = (id) => {
    const incident = given.world().incidents.get(id);
    const order = incident === undefined ? undefined : given.orderOf(incident.orderId);
    return incident === undefined || order === undefined ? null : (victimAtRisk(incident, order) ?? null);
  };

  const targetOf: Adviser['targetOf'] = (id) => {
    const victim = victimOf(id);
    const fix = victim === null ? undefined : given.subjectOf(victim)?.fix;
    return fix === undefined ? null : [fix.lon, fix.lat];
  };

  const adviceFor: Adviser['adviceFor'] = (incidentId) => {
    const target = targetOf(incidentId);
    if (target === null) return null;
    const now_ms = given.now();
    const known = [...given.units.values()].flatMap((unit) => {
      const fix = given.unitFixes.get(unit.id);
      return fix === undefined ? [] : [{ unit, fix }];
    });
    const from = known.map(({ unit, fix }) => ({ at: [fix.lon, fix.lat] as const, kind: unit.kind }));
    const ways = given.streets.travel(target, from);
    const candidates = known.flatMap(({ unit, fix }, index) => {
      const way = ways[index];
      if (way === undefined) return [];
      const { status } = unitState(given.world(), unit.id);
      const fixAge_s = Math.max(0, (now_ms - fix.at_ms) / 1000);
      const { distance_m, via, time_s: eta_s } = way;
      return [{ unitId: unit.id, kind: unit.kind, status, fixAge_s, distance_m, via, eta_s }];
    });
    return { incidentId, at_ms: now_ms, ranking: rankUnits(candidates, given.policy) };
  };

  return { adviceFor, victimOf, targetOf };
};
