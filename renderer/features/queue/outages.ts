import type { PersonId } from '../../../shared/domain/ids.ts';
import type { Outage } from '../../../shared/domain/incidents/outages.ts';
import { runningOf } from '../../../shared/domain/incidents/state.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import type { Register } from '../../lib/orderPeople.ts';

/** Somebody whose device is silent in an outage. */
export type SilentPerson = {
  readonly id: PersonId;
  readonly person: Person | null;
  readonly since_ms: number;
  /** An approach or a zone of theirs rings by itself. */
  readonly isNear: boolean;
};

export type OutageRow = {
  readonly outage: Outage;
  /** Those near their victim first, then those who have been silent for longest. */
  readonly silent: readonly SilentPerson[];
  /** Orders of those who are silent under which an approach or a zone rings, or is worked on, by itself. */
  readonly near: number;
};

/** One row an outage, the more urgent first. Costs a look at each order. */
export const outageRows = (world: World, register: Register): readonly OutageRow[] => {
  if (world.outages.size === 0) return [];
  const nearOrders = [...register.orderById.values()].flatMap(({ order }) => {
    const alerts = [...(runningOf(world, order.id)?.alerts.values() ?? [])];
    const isNear = alerts.some(
      ({ state: { rule }, clearedAt_ms }) =>
        clearedAt_ms === null && (rule.type === 'proximity' || rule.type === 'zone'),
    );
    return isNear ? [[order.offender, ...order.victims]] : [];
  });
  const nearPeople = new Set(nearOrders.flat());
  return [...world.outages.values()]
    .map((outage): OutageRow => ({
      outage,
      near: nearOrders.filter((people) => people.some((person) => outage.silent.has(person))).length,
      silent: [...outage.silent]
        .map(([id, since_ms]) => ({
          ...{ id, since_ms, isNear: nearPeople.has(id) },
          person: register.personById.get(id)?.person ?? null,
        }))
        .toSorted((a, b) => Number(b.isNear) - Number(a.isNear) || a.since_ms - b.since_ms),
    }))
    .toSorted((a, b) => a.outage.code - b.outage.code || a.outage.beganAt_ms - b.outage.beganAt_ms);
};
