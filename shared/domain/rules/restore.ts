import { ruleKey } from '../alerts.ts';
import type { OrderId } from '../ids.ts';
import type { World } from '../incidents/state.ts';
import { noRules } from './types.ts';
import type { OrderRules, RunningAlert } from './types.ts';

/** Memory of the rules after a restart: alerts of the order that the record shows as still running. */
export const rulesFromWorld = (world: World, order: OrderId): OrderRules => {
  const running = new Map<string, RunningAlert>();
  for (const incident of world.incidents.values()) {
    if (incident.orderId !== order) continue;
    for (const { state, changedAt_ms, clearedAt_ms } of incident.alerts.values()) {
      const key = ruleKey(state.rule);
      if (clearedAt_ms === null) running.set(key, { alert: state, since_ms: changedAt_ms, leaving: [] });
      else if (running.get(key)?.alert.alertId === state.alertId) running.delete(key);
    }
  }
  return { ...noRules, running };
};
