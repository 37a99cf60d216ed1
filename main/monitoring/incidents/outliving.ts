import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import { signedDistance_m } from '../../../shared/domain/geo/zones.ts';
import type { Fix, LonLat } from '../../../shared/domain/fixes.ts';
import type { IncidentId, OrderId, PersonId } from '../../../shared/domain/ids.ts';
import { joinOutliving } from '../../../shared/domain/incidents/join.ts';
import { judgeOutliving, outlivingBreaches } from '../../../shared/domain/incidents/outliving.ts';
import type { BreachNow, OutlivingBreach } from '../../../shared/domain/incidents/outliving.ts';
import { isRunning } from '../../../shared/domain/incidents/state.ts';
import type { Incident, IncidentAlert } from '../../../shared/domain/incidents/state.ts';
import { systemDraft } from '../../../shared/domain/incidents/systemDraft.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { isLost, radius_m } from '../../../shared/domain/proximity/radius.ts';
import { relate } from '../../../shared/domain/proximity/relation.ts';
import { separate, toSeparation } from '../../../shared/domain/proximity/separation.ts';
import type { Bounded, Subject } from '../../../shared/domain/proximity/types.ts';
import { ruleKey } from '../../../shared/domain/alerts.ts';
import type { AlertState, Separation } from '../../../shared/domain/alerts.ts';
import { planOf } from '../../../shared/domain/rules/plan.ts';
import type { Batch } from '../ports/incidentRecord.ts';
import type { UnitFixes } from '../tracks/units.ts';

/** Watches over breaches that go on after their incident was resolved. */
export type Outliving = {
  /** Rings those that are due, of the orders that these incidents belong to. */
  readonly ring: (batch: Batch, incidents: readonly IncidentId[], now_ms: number) => void;
  /** True while the offender closes in on a victim within a breach of the incident. */
  readonly isClosing: (incident: Incident) => boolean;
};

const placeOf = ({ lon, lat }: Fix): LonLat => [lon, lat];

export const createOutliving = (given: {
  readonly orderOf: (id: OrderId) => Order | undefined;
  readonly subjectUnder: (order: Order, id: PersonId) => Subject | null;
  readonly unitFixes: UnitFixes;
  readonly policy: Policy;
  readonly now: () => number;
  readonly newIncidentId: () => IncidentId;
}): Outliving => {
  const { orderOf, subjectUnder, policy } = given;

  const isClosingOn = (order: Order, victimId: PersonId, now_ms: number): boolean => {
    const offender = subjectUnder(order, order.offender);
    const victim = subjectUnder(order, victimId);
    if (offender === null || victim === null) return false;
    return relate(offender, victim, order.limits, now_ms, policy).trend === 'closing';
  };

  /** A zone is none of the two people: whoever of the victims is approached counts. */
  const isClosing = (order: Order, { state: { rule } }: IncidentAlert, now_ms: number): boolean => {
    if (rule.type === 'proximity') return isClosingOn(order, rule.victim, now_ms);
    return rule.type === 'zone' && order.victims.some((id) => isClosingOn(order, id, now_ms));
  };

  const measure = (order: Order, { state: { rule } }: Pick<IncidentAlert, 'state'>, now_ms: number): Bounded | null => {
    const offender = subjectUnder(order, order.offender);
    if (offender === null || isLost(offender, now_ms, policy)) return null;
    if (rule.type === 'proximity') {
      const victim = subjectUnder(order, rule.victim);
      return victim === null || isLost(victim, now_ms, policy) ? null : separate(offender, victim, now_ms, policy);
    }
    const zone = rule.type === 'zone' ? order.zones.find(({ id }) => id === rule.zone) : undefined;
    if (zone === undefined) return null;
    const d = signedDistance_m(zone.shape, placeOf(offender.fix));
    const r = radius_m(offender, now_ms, policy);
    return { d, min: d - r, max: d + r };
  };

  const limit_m = (order: Order, { state: { rule, level } }: IncidentAlert): number | null => {
    const { proximity, zones } = planOf(order, policy);
    const plan = [...proximity, ...zones].find(({ key }) => key === ruleKey(rule));
    return plan?.tiers.find((tier) => tier.level === level)?.limit_m ?? null;
  };

  /**
   * Whether the offender is surely nearer to the victim than each patrol that was on scene. The error of the victim's own place shifts both
   * ways alike and is left out. A patrol whose place is not known says nothing.
   */
  const isNearerThanPatrols = (order: Order, { incident, alert }: OutlivingBreach, now_ms: number): boolean => {
    const { rule } = alert.state;
    const victim = rule.type === 'proximity' ? subjectUnder(order, rule.victim) : null;
    const offender = subjectUnder(order, order.offender);
    if (victim === null || offender === null) return false;
    const patrols_m = incident.onSceneAtEnd.flatMap((id) => {
      const fix = given.unitFixes.get(id);
      if (fix === undefined || now_ms - fix.at_ms > policy.units.stale_s * 1000) return [];
      const { radiusFactor, defaultAccuracy_m } = policy.uncertainty;
      return [distance_m(placeOf(fix), placeOf(victim.fix)) - radiusFactor * (fix.accuracy_m ?? defaultAccuracy_m)];
    });
    const offender_m = distance_m(placeOf(offender.fix), placeOf(victim.fix)) + radius_m(offender, now_ms, policy);
    return patrols_m.length > 0 && offender_m < Math.min(...patrols_m);
  };

  const breachNow = (order: Order, breach: OutlivingBreach, now_ms: number): BreachNow => {
    const limit = limit_m(order, breach.alert);
    return {
      measured: limit === null ? null : measure(order, breach.alert, now_ms),
      limit_m: limit ?? 0,
      isClosing: isClosing(order, breach.alert, now_ms),
      isNearerThanPatrols: isNearerThanPatrols(order, breach, now_ms),
    };
  };

  const look = (batch: Batch, order: Order, now_ms: number): void => {
    for (const breach of outlivingBreaches(batch.world(), order.id)) {
      const judged = judgeOutliving(breach, breachNow(order, breach, now_ms), now_ms, policy);
      if (judged === 'rings') {
        const apartNow = (state: AlertState): Separation | null => {
          const measured = state.rule.type === 'proximity' ? measure(order, { state }, now_ms) : null;
          return measured === null ? null : toSeparation(measured);
        };
        batch.add(joinOutliving(batch.world(), order.id, now_ms, given, apartNow));
        return;
      }
      const { alertId, level } = breach.alert.state;
      if (judged === 'parted')
        batch.add([systemDraft(breach.incident.id, now_ms, { kind: 'breach.parted', alertId, level })]);
    }
  };

  /** Most incidents have nothing that outlives them, and are passed over at once. */
  const mayOutlive = (incident: Incident): boolean =>
    !isRunning(incident) && [...incident.alerts.values()].some(({ clearedAt_ms }) => clearedAt_ms === null);

  return {
    ring: (batch, incidents, now_ms) => {
      const orders = new Set<OrderId>();
      for (const id of incidents) {
        const incident = batch.world().incidents.get(id);
        if (incident !== undefined && mayOutlive(incident)) orders.add(incident.orderId);
      }
      for (const id of orders) {
        const order = orderOf(id);
        if (order !== undefined && isInForce(order, now_ms)) look(batch, order, now_ms);
      }
    },
    isClosing: (incident) => {
      const order = orderOf(incident.orderId);
      const now_ms = given.now();
      if (order === undefined || !isInForce(order, now_ms)) return false;
      return [...incident.alerts.values()].some(
        (alert) => alert.clearedAt_ms === null && isClosing(order, alert, now_ms),
      );
    },
  };
};
