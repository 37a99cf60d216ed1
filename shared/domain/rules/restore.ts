import { ruleKey } from '../alerts.ts';
import type { DeviceEventKind } from '../fixes.ts';
import type { OrderId, PersonId } from '../ids.ts';
import { incidentsOf } from '../incidents/state.ts';
import type { World } from '../incidents/state.ts';
import { endsByItself } from './trouble.ts';
import { noRules } from './types.ts';
import type { OrderRules, RunningAlert } from './types.ts';

/** What is told once while it lasts. */
const isToldOnce = (kind: DeviceEventKind): boolean =>
  kind === 'battery-low' || kind === 'unpaired' || endsByItself(kind);

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
      // Whether an order is watched over is no rule of it: what evaluates them all says so.
      if (state.rule.type === 'watch') continue;
      const key = ruleKey(state.rule);
      if (clearedAt_ms === null) running.set(key, { alert: state, since_ms: changedAt_ms, leaving: [] });
      // What another incident has taken up runs there, whichever of the two came first.
      else if (clearReason !== 'continued' && running.get(key)?.alert.alertId === state.alertId) running.delete(key);
      if (state.rule.type === 'device' && clearedAt_ms === null && isToldOnce(state.rule.kind))
        reported.set(key, changedAt_ms);
    }
  }
  for (const [key, { kind, person, at_ms }] of world.endedTroubles.get(order) ?? []) {
    const isOver = kind === 'battery-low' && wasCharged(person);
    if (isToldOnce(kind) && !isOver && !reported.has(key)) reported.set(key, at_ms);
  }
  return { ...noRules, running, reported };
};
