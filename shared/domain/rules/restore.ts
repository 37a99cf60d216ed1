import { ruleKey } from '../alerts.ts';
import type { OrderId, PersonId } from '../ids.ts';
import { incidentsOf } from '../incidents/state.ts';
import type { World } from '../incidents/state.ts';
import { endsByItself } from './trouble.ts';
import { noRules } from './types.ts';
import type { OrderRules, RunningAlert } from './types.ts';

/**
 * Memory of the rules after a restart: alerts of the order that the record shows as still running, and what was wrong with its devices
 * when the operators ended the alert about it, so that it is not told again while it lasts. `wasCharged`: the last known fix of a person
 * says that the battery is not low any more, which ends in silence what operators had ended before.
 */
export const rulesFromWorld = (
  world: World,
  order: OrderId,
  wasCharged: (person: PersonId) => boolean = () => false,
): OrderRules => {
  const running = new Map<string, RunningAlert>();
  const reported = new Map<string, number>();
  for (const incident of incidentsOf(world, order)) {
    for (const { state, changedAt_ms, clearedAt_ms, clearReason } of incident.alerts.values()) {
      const key = ruleKey(state.rule);
      if (clearedAt_ms === null) running.set(key, { alert: state, since_ms: changedAt_ms, leaving: [] });
      // What another incident has taken up runs there, whichever of the two came first.
      else if (clearReason !== 'continued' && running.get(key)?.alert.alertId === state.alertId) running.delete(key);
      if (state.rule.type !== 'device') continue;
      const { kind } = state.rule;
      const isOnce = kind === 'battery-low' || endsByItself(kind) || kind === 'unpaired';
      const isCharged = kind === 'battery-low' && clearedAt_ms !== null && wasCharged(state.rule.person);
      if (isOnce && !isCharged && (clearedAt_ms === null || clearReason === 'resolved'))
        reported.set(key, clearedAt_ms ?? changedAt_ms);
      else reported.delete(key);
    }
  }
  return { ...noRules, running, reported };
};
