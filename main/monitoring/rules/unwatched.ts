import type { AlertId, OrderId } from '../../../shared/domain/ids.ts';
import type { AlertState } from '../../../shared/domain/alerts.ts';
import type { EntryBody, EntryDraft } from '../../../shared/domain/incidents/entries.ts';
import { joinAlert } from '../../../shared/domain/incidents/join.ts';
import { incidentsOf } from '../../../shared/domain/incidents/state.ts';
import type { World } from '../../../shared/domain/incidents/state.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Heard } from '../../../shared/domain/rules/types.ts';

type WatchBody = Extract<EntryBody, { readonly kind: 'order.unwatched' | 'order.watched' }>;

/**
 * Orders that could not be evaluated or recorded. What was heard of them is kept, so that it is weighed once they can be; what makes an
 * evaluation fail by itself is set aside after the second time, or it would blind the order for good.
 */
export type Unwatched = {
  /** What is still to be weighed of an order, what has just been heard included. */
  readonly due: (order: OrderId, heard: readonly Heard[]) => readonly Heard[];
  /** The order was evaluated. */
  readonly done: (order: OrderId) => void;
  /** The order itself fails. */
  readonly failed: (order: OrderId, heard: readonly Heard[]) => void;
  /** What every desk is to be told since the last time, `evaluated` having just gone well; `told` once it is on disk. */
  readonly news: (evaluated: Iterable<OrderId>) => { readonly bodies: readonly WatchBody[]; readonly told: () => void };
};

/** `before`: those that the record shows as unwatched. */
export const createUnwatched = (before: Iterable<OrderId>): Unwatched => {
  const kept = new Map<OrderId, readonly Heard[]>();
  /** Orders whose kept fixes made them fail once already. */
  const suspected = new Set<OrderId>();
  const failing = new Set<OrderId>();
  const known = new Set<OrderId>(before);
  return {
    due: (order, heard) => {
      const waiting = kept.get(order);
      return waiting === undefined ? heard : [...waiting, ...heard];
    },
    done: (order) => {
      kept.delete(order);
      suspected.delete(order);
      failing.delete(order);
    },
    failed: (order, heard) => {
      failing.add(order);
      if (heard.length === 0) return;
      if (suspected.delete(order)) kept.delete(order);
      else {
        suspected.add(order);
        kept.set(order, heard);
      }
    },
    news: (evaluated) => {
      const well = new Set(evaluated);
      const lost = [...failing].filter((order) => !known.has(order) && !well.has(order));
      const back = [...known].filter((order) => !failing.has(order) || well.has(order));
      return {
        bodies: [
          ...lost.map((orderId) => ({ kind: 'order.unwatched' as const, orderId })),
          ...back.map((orderId) => ({ kind: 'order.watched' as const, orderId })),
        ],
        told: () => {
          for (const order of lost) known.add(order);
          for (const order of back) known.delete(order);
        },
      };
    },
  };
};

type Telling = {
  readonly now_ms: number;
  readonly policy: Pick<Policy, 'codes' | 'story'>;
  readonly newAlertId: () => AlertId;
  readonly newIncidentId: Parameters<typeof joinAlert>[3]['newIncidentId'];
};

const runningWatch = (world: World, order: OrderId): AlertState | null => {
  const alerts = incidentsOf(world, order).flatMap((incident) => [...incident.alerts.values()]);
  return (
    alerts.findLast(({ state, clearedAt_ms }) => state.rule.type === 'watch' && clearedAt_ms === null)?.state ?? null
  );
};

/**
 * The alert of an order that cannot be watched over, which rings, is acknowledged and is passed on as any other: what else may go on is not
 * known, so that it is possible and opens the offender alone. Its end, where the order is watched over again.
 */
export const watchAlert = (
  world: World,
  body: WatchBody,
  { now_ms, policy, newAlertId, newIncidentId }: Telling,
): readonly EntryDraft[] => {
  const running = runningWatch(world, body.orderId);
  const joining = { newIncidentId, policy };
  if (body.kind === 'order.watched')
    return running === null
      ? []
      : joinAlert(
          world,
          body.orderId,
          { kind: 'cleared', alert: running, reason: 'recovered', at_ms: now_ms, measured: null },
          joining,
        );
  if (running !== null) return [];
  const alert: AlertState = {
    ...{ alertId: newAlertId(), rule: { type: 'watch' }, level: 'unwatched', certainty: 'possible' },
    ...{ code: policy.codes.unwatched, cause: 'event', separation: null, closestAt_ms: null, late: false },
  };
  return joinAlert(world, body.orderId, { kind: 'raised', alert, at_ms: now_ms, measured: null }, joining);
};
