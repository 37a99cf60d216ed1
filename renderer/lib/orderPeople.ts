import type { Handle, OrderId, PersonId, UnitId } from '../../shared/domain/ids.ts';
import type { Incident, IncidentAlert } from '../../shared/domain/incidents/state.ts';
import type { OrderSummary, Person } from '../../shared/domain/orders.ts';
import type { Unit } from '../../shared/domain/units.ts';

/** What the directory answers by id. */
export type Register = {
  readonly orderById: ReadonlyMap<OrderId, { readonly handle: Handle; readonly order: OrderSummary }>;
  readonly personById: ReadonlyMap<PersonId, { readonly handle: Handle; readonly person: Person }>;
  readonly unitById: ReadonlyMap<UnitId, { readonly handle: Handle; readonly unit: Unit }>;
};

export type OrderPeople = {
  readonly order: OrderSummary | null;
  readonly offender: Person | null;
  readonly victim: Person | null;
  readonly otherVictims: number;
};

/** The victim an alert speaks of, where it names one of this order. */
export const victimNamed = (lead: IncidentAlert | null, order: OrderSummary): PersonId | null => {
  const rule = lead?.state.rule;
  if (rule === undefined) return null;
  switch (rule.type) {
    case 'proximity':
      return rule.victim;
    case 'sos':
    case 'device':
      return order.victims.includes(rule.person) ? rule.person : null;
    case 'zone':
    case 'watch':
      return null;
  }
};

/** The people of an incident's order: the victim its lead alert names, else the one who came closest, else the first. */
export const peopleOf = (incident: Incident, lead: IncidentAlert | null, register: Register): OrderPeople => {
  const order = register.orderById.get(incident.orderId)?.order ?? null;
  if (order === null) return { order, offender: null, victim: null, otherVictims: 0 };
  const victimId = victimNamed(lead, order) ?? incident.closest?.victim ?? order.victims[0];
  return {
    order,
    offender: register.personById.get(order.offender)?.person ?? null,
    victim: victimId === undefined ? null : (register.personById.get(victimId)?.person ?? null),
    otherVictims: order.victims.length - 1,
  };
};
