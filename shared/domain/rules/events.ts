import type { AlertState, Rule } from '../alerts.ts';
import { ClockOffsetSeconds, ruleKey } from '../alerts.ts';
import type { DispatchCode } from '../codes.ts';
import type { DeviceEventKind } from '../fixes.ts';
import type { AlertId, Digest, PersonId } from '../ids.ts';
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
  stateOf: (alertId: AlertId) => AlertState,
  at_ms: number,
  again: boolean,
  newAlertId: () => AlertId,
  press?: Digest,
): Evaluation => {
  const pressed = press === undefined ? {} : { press };
  const key = ruleKey(rule);
  const before = rules.running.get(key);
  if (before !== undefined) {
    return {
      rules,
      changes: again ? [{ kind: 'repeated', at_ms, alert: before.alert, measured: null, ...pressed }] : [],
    };
  }
  const alert = stateOf(newAlertId());
  const running = new Map(rules.running).set(key, { alert, since_ms: at_ms, leaving: [] });
  return { rules: { ...rules, running }, changes: [{ kind: 'raised', at_ms, alert, measured: null, ...pressed }] };
};

/** Code of a device event. What makes an offender's place worthless is as urgent as a cut strap. */
const deviceCode = (kind: DeviceEventKind, ofOffender: boolean, { codes }: Policy): DispatchCode => {
  if (kind === 'strap-tamper') return codes.strapTamper;
  if (ofOffender && kind === 'place-faked') return codes.placeFaked;
  return ofOffender && kind === 'unpaired' ? codes.unpaired : codes.device;
};

/** A device event of one person under one order. */
export type DeviceEvent = {
  readonly person: PersonId;
  readonly kind: DeviceEventKind;
  readonly at_ms: number;
  readonly ofOffender: boolean;
  /** With `clock-wrong`: how far the clock is ahead, seconds; else null. */
  readonly clockOffset_s: number | null;
};

/** Raises a device event. Strap tamper is never merged away and asks for no valid order. */
export const deviceEvent = (
  rules: OrderRules,
  { person, kind, at_ms, ofOffender, clockOffset_s }: DeviceEvent,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const rule: Rule = { type: 'device', kind, person };
  const named = (alertId: AlertId): AlertState => {
    const alert = eventAlert(alertId, rule, deviceCode(kind, ofOffender, policy));
    return clockOffset_s === null
      ? alert
      : { ...alert, clockOffset_s: ClockOffsetSeconds.parse(Math.round(clockOffset_s)) };
  };
  return raise(rules, rule, named, at_ms, kind === 'strap-tamper', newAlertId);
};

/** The victim's emergency button: never delayed, merged away or dependent on an order's validity; a repeat sounds again. */
export const sosPressed = (
  rules: OrderRules,
  event: { readonly person: PersonId; readonly at_ms: number; readonly press?: Digest },
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const rule: Rule = { type: 'sos', person: event.person };
  const { at_ms, press } = event;
  return raise(rules, rule, (id) => eventAlert(id, rule, policy.codes.sos), at_ms, true, newAlertId, press);
};

/** Ends a device alert whose condition is gone: a fix after silence, a charged battery. No change when none runs. */
export const deviceRecovered = (
  rules: OrderRules,
  event: {
    readonly person: PersonId;
    readonly kind: DeviceEventKind;
    readonly at_ms: number;
    readonly reason: 'fix-returned' | 'recovered';
  },
): Evaluation => {
  const key = ruleKey({ type: 'device', kind: event.kind, person: event.person });
  const before = rules.running.get(key);
  if (before === undefined) return { rules, changes: [] };
  return {
    rules: without(rules, (alert) => alert.alertId === before.alert.alertId),
    changes: [{ kind: 'cleared', at_ms: event.at_ms, alert: before.alert, measured: null, reason: event.reason }],
  };
};

/** Forgets alerts that were ended by the operators' resolution, which the record already holds. */
export const dropAlerts = (rules: OrderRules, ids: ReadonlySet<AlertId>): OrderRules =>
  without(rules, (alert) => ids.has(alert.alertId));
