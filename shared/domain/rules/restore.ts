import { ruleKey } from '../alerts.ts';
import type { OrderId } from '../ids.ts';
import { incidentsOf } from '../incidents/state.ts';
import type { World } from '../incidents/state.ts';
import { endsByItself } from './trouble.ts';
import { noRules } from './types.ts';
import type { OrderRules, RunningAlert } from './types.ts';

/**
 * Memory of the rules after a restart: alerts of the order that the record shows as still running, and what was wrong with its devices
 * when the operators ended the alert about it, so that it is not told again while it lasts.
 */
export const rulesFromWorld = (world: World, order: OrderId): OrderRules => {
  const running = new Map<string, RunningAlert>();
  const reported = new Map<string, number>();
  for (const incident of incidentsOf(world, order)) {
    for (const { state, changedAt_ms, clearedAt_ms, clearReason } of incident.alerts.values()) {
      // Whether an order is watched over is no rule of it: what evaluates them all says so.
      if (state.rule.type === 'watch') continue;
      const key = ruleKey(state.rule);
      if (clearedAt_ms === null) running.set(key, { alert: state, since_ms: changedAt_ms, leaving: [] });
      // What another incident has taken up runs there, whichever of the two came first.
      else if (clearReason !== 'continued' && running.get(key)?.alert.alertId === state.alertId) running.delete(key);
      if (state.rule.type !== 'device') continue;
      const { kind } = state.rule;
      if (clearedAt_ms === null && (kind === 'battery-low' || endsByItself(kind) || kind === 'unpaired'))
        reported.set(key, changedAt_ms);
      else if (clearedAt_ms !== null && clearReason === 'resolved' && (endsByItself(kind) || kind === 'unpaired'))
        reported.set(key, clearedAt_ms);
      else reported.delete(key);
    }
  }
  return { ...noRules, running, reported };
};
