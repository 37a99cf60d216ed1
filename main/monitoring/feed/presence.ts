import type { Fix } from '../../../shared/domain/fixes.ts';
import type { Handle, OperatorId, OrderId, PersonId, UnitId } from '../../../shared/domain/ids.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { isLost, radius_m } from '../../../shared/domain/proximity/radius.ts';
import { relate } from '../../../shared/domain/proximity/relation.ts';
import type { Relation } from '../../../shared/domain/proximity/relation.ts';
import type { OrderRules } from '../../../shared/domain/rules/types.ts';
import type { PresenceFrame, RelationPresence, SubjectPresence } from '../../../shared/protocol/presence.ts';
import type { Bulkhead } from '../ports/bulkheads.ts';
import type { Setup } from '../register/setup.ts';
import { isPatrolStale } from '../../../shared/domain/sentPatrols.ts';
import type { SentPatrols } from '../tracks/sentPatrols.ts';
import type { UnitFixes } from '../tracks/units.ts';
import type { Visible } from '../leases/desk.ts';
import type { Handles } from './handles.ts';
import type { Subject } from '../../../shared/domain/proximity/types.ts';

const age_s = (fix: Fix, now_ms: number): number => Math.max(0, (now_ms - fix.at_ms) / 1000);

/** All desks are told once a second, one after the other in one turn. */
const SAME_TURN_MS = 100;

/** How a pair stood, and the fixes that this rests on. */
type Worked = {
  readonly offenderFix: Fix;
  readonly victimFix: Fix;
  readonly at_ms: number;
  readonly relation: Relation & { readonly lost: boolean };
};

/**
 * Builds an operator's presence frames: patrols for everyone, people only where they are open to the operator and since the order began under
 * which they are, relations without coordinates.
 */
export const createPresence = (given: {
  readonly setup: Setup;
  readonly handles: Handles;
  readonly unitFixes: UnitFixes;
  readonly sentPatrols: Pick<SentPatrols, 'findingOf'>;
  readonly subjectSince: (id: PersonId, from_ms: number) => Subject | null;
  readonly rulesOf: (id: OrderId) => OrderRules;
  readonly visibleTo: (operator: OperatorId) => Visible;
  readonly policy: Policy;
  readonly now: () => number;
  readonly bulkhead: Bulkhead;
}): ((operator: OperatorId, frame: number) => PresenceFrame) => {
  const { setup, handles, policy } = given;
  /** What one of them has to be shown; nothing where it cannot be made, which the desks are told: the others are shown all the same. */
  const shown = <T>(of: string, make: () => readonly T[]): readonly T[] => {
    let made: readonly T[] = [];
    given.bulkhead.run('positions', of, () => {
      made = make();
    });
    return made;
  };

  const patrol = (id: UnitId, visible: Visible, now_ms: number): readonly SubjectPresence[] => {
    const fix = given.unitFixes.get(id);
    const handle = handles.units.get(id);
    if (fix === undefined || handle === undefined) return [];
    const { lon, lat, speed_mps, heading_deg } = fix;
    const at = { handle, lon, lat, speed_mps, heading_deg, age_s: age_s(fix, now_ms), battery_percent: null };
    return [
      {
        ...at,
        radius_m: (fix.accuracy_m ?? 0) * policy.uncertainty.radiusFactor,
        silent: isPatrolStale(fix, now_ms, policy),
        finding: given.sentPatrols.findingOf(id, (person) => visible.has(person)),
      },
    ];
  };

  const units = (visible: Visible, now_ms: number): readonly SubjectPresence[] =>
    setup.units.flatMap(({ unit }) => shown(unit.id, () => patrol(unit.id, visible, now_ms)));

  const person = (id: PersonId, from_ms: number, now_ms: number): SubjectPresence | null => {
    const subject = given.subjectSince(id, from_ms);
    const handle = handles.people.get(id);
    if (subject === null || handle === undefined) return null;
    const { lon, lat, speed_mps, heading_deg, battery_percent } = subject.fix;
    const age = age_s(subject.fix, now_ms);
    const silent = age > policy.silence.after_s;
    return {
      handle,
      lon,
      lat,
      speed_mps,
      heading_deg,
      battery_percent,
      age_s: age,
      silent,
      radius_m: radius_m(subject, now_ms, policy),
      finding: null,
    };
  };

  /** What was last worked out of each pair, for all desks that are shown it in the same turn. */
  const worked = new Map<string, Worked>();
  const relationOf = (order: Order, victimId: PersonId, now_ms: number): Worked | null => {
    const offender = given.subjectSince(order.offender, order.validFrom_ms);
    const victim = given.subjectSince(victimId, order.validFrom_ms);
    const key = `${order.id} ${victimId}`;
    const before = worked.get(key);
    if (offender === null || victim === null) {
      worked.delete(key);
      return null;
    }
    const fixes = { offenderFix: offender.fix, victimFix: victim.fix };
    const isSame = before?.offenderFix === fixes.offenderFix && before.victimFix === fixes.victimFix;
    if (before !== undefined && isSame && Math.abs(now_ms - before.at_ms) < SAME_TURN_MS) return before;
    const lost = isLost(offender, now_ms, policy) || isLost(victim, now_ms, policy);
    const relation = { ...relate(offender, victim, order.limits, now_ms, policy), lost };
    const now = { ...fixes, at_ms: now_ms, relation };
    worked.set(key, now);
    return now;
  };

  /** The time to contact is a fine figure of where both are: it is for those to whom both are `open`. */
  const relation = (
    order: Order,
    orderHandle: Handle,
    victimId: PersonId,
    open: boolean,
    now_ms: number,
  ): RelationPresence | null => {
    const handle = handles.people.get(victimId);
    const known = relationOf(order, victimId, now_ms);
    if (known === null || handle === undefined) return null;
    const { distance, contact, ...rest } = known.relation;
    const { d: distance_m, min: min_m, max: max_m } = distance;
    const told = { order: orderHandle, victim: handle, distance_m, min_m, max_m };
    return { ...told, contact: open ? contact : null, ...rest };
  };

  /** Pairs whose proximity alert runs, and pairs both of whom are open anyway: after a tamper or an SOS, say. */
  const relations = (visible: Visible, now_ms: number): readonly RelationPresence[] =>
    setup.orders.flatMap((order) => {
      const orderHandle = handles.orders.get(order.id);
      if (orderHandle === undefined) return [];
      const { running } = given.rulesOf(order.id);
      const breached = (id: PersonId): boolean => running.has(`proximity:${id}`) && isInForce(order, now_ms);
      const open = (id: PersonId): boolean => visible.has(order.offender) && visible.has(id);
      return order.victims.flatMap((id) =>
        shown(`${order.id} ${id}`, () => {
          const one = breached(id) || open(id) ? relation(order, orderHandle, id, open(id), now_ms) : null;
          return one === null ? [] : [one];
        }),
      );
    });

  return (operator, frame) => {
    const visible = given.visibleTo(operator);
    const now_ms = given.now();
    const people = [...visible].flatMap(([id, from_ms]) =>
      shown(id, () => {
        const one = person(id, from_ms, now_ms);
        return one === null ? [] : [one];
      }),
    );
    return {
      frame,
      serverTime_ms: now_ms,
      subjects: [...units(visible, now_ms), ...people],
      relations: relations(visible, now_ms),
    };
  };
};
