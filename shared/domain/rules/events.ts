import type { AlertState, Rule } from '../alerts.ts';
import { ruleKey } from '../alerts.ts';
import type { DispatchCode } from '../codes.ts';
import type { DeviceEventKind } from '../fixes.ts';
import type { AlertId, PersonId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import type { Evaluation, OrderRules } from './types.ts';

/** State of an alert that a button, a device event or a silence raises. */
export const eventAlert = (alertId: AlertId, rule: Rule, code: DispatchCode): AlertState => ({
  alertId,
  rule,
  level: rule.type === 'sos' ? 'sos' : 'device',
  certainty: 'confirmed',
  code,
  cause: rule.type === 'sos' ? 'button' : 'event',
  separation: null,
  closestAt_ms: null,
  late: false,
});

const without = (rules: OrderRules, gone: (alert: AlertState) => boolean): OrderRules => ({
  ...rules,
  running: new Map([...rules.running].filter(([, r]) => !gone(r.alert))),
});

/** `again`: a running alert of the same rule sounds again rather than being merged away. */
const raise = (
  rules: OrderRules,
  rule: Rule,
  code: DispatchCode,
  at_ms: number,
  again: boolean,
  newAlertId: () => AlertId,
): Evaluation => {
  const key = ruleKey(rule);
  const before = rules.running.get(key);
  if (before !== undefined) {
    return { rules, changes: again ? [{ kind: 'repeated', at_ms, alert: before.alert, measured: null }] : [] };
  }
  const alert = eventAlert(newAlertId(), rule, code);
  const running = new Map(rules.running).set(key, { alert, since_ms: at_ms, leaving: [] });
  return { rules: { ...rules, running }, changes: [{ kind: 'raised', at_ms, alert, measured: null }] };
};

/** A device event of one person under one order. Strap tamper is never merged away and asks for no valid order. */
export const deviceEvent = (
  rules: OrderRules,
  event: { readonly person: PersonId; readonly kind: DeviceEventKind; readonly at_ms: number },
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const tamper = event.kind === 'strap-tamper';
  const rule: Rule = { type: 'device', kind: event.kind, person: event.person };
  return raise(rules, rule, tamper ? policy.codes.strapTamper : policy.codes.device, event.at_ms, tamper, newAlertId);
};

/** The victim's emergency button: never delayed, merged away or dependent on an order's validity; a repeat sounds again. */
export const sosPressed = (
  rules: OrderRules,
  event: { readonly person: PersonId; readonly at_ms: number },
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => raise(rules, { type: 'sos', person: event.person }, policy.codes.sos, event.at_ms, true, newAlertId);

/** Ends a device alert whose condition is gone: a fix after silence, a charged battery. No change when none runs. */
export const deviceRecovered = (
  rules: OrderRules,
  event: { readonly person: PersonId; readonly kind: DeviceEventKind; readonly at_ms: number },
): Evaluation => {
  const key = ruleKey({ type: 'device', kind: event.kind, person: event.person });
  const before = rules.running.get(key);
  if (before === undefined) return { rules, changes: [] };
  return {
    rules: without(rules, (alert) => alert.alertId === before.alert.alertId),
    changes: [{ kind: 'cleared', at_ms: event.at_ms, alert: before.alert, measured: null, reason: 'fix-returned' }],
  };
};

/** Forgets alerts that were ended by the operators' resolution, which the record already holds. */
export const dropAlerts = (rules: OrderRules, ids: ReadonlySet<AlertId>): OrderRules =>
  without(rules, (alert) => ids.has(alert.alertId));
