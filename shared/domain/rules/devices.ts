import { ruleKey } from '../alerts.ts';
import type { DeviceEventKind, Fix } from '../fixes.ts';
import type { AlertId, PersonId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { deviceEvent, deviceRecovered } from './events.ts';
import type { Evaluation, OrderRules } from './types.ts';

/** Conditions that any fix ends, and those that take one from satellites. */
const OVER_BY_FIX: readonly DeviceEventKind[] = ['silence', 'power-off'];
const OVER_BY_GNSS: readonly DeviceEventKind[] = [...OVER_BY_FIX, 'gnss-lost', 'jamming'];

const withReported = (rules: OrderRules, key: string, at_ms: number | null): OrderRules => {
  const reported = new Map(rules.reported);
  if (at_ms === null) reported.delete(key);
  else reported.set(key, at_ms);
  return { ...rules, reported };
};

const isAtRest = (rules: OrderRules): boolean => rules.running.size === 0 && rules.reported.size === 0;

/**
 * What a fix says about its device: it is heard again, its battery is low or charged. A low battery is reported once. A fix that is
 * itself as old as a silence, as a device that was cut off hands in first, ends none; and no fix ends what began after it.
 */
export const deviceHeard = (
  rules: OrderRules,
  person: PersonId,
  fix: Fix,
  now_ms: number,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const battery = fix.battery_percent;
  const low = battery !== null && battery < policy.fixes.batteryLow_percent;
  const charged = battery !== null && battery > policy.fixes.batteryLow_percent;
  if (isAtRest(rules) && !low) return { rules, changes: [] };
  const fresh = now_ms - fix.at_ms < policy.silence.after_s * 1000;
  const keyOf = (kind: DeviceEventKind): string => ruleKey({ type: 'device', kind, person });
  const isOver = (kind: DeviceEventKind): boolean =>
    kind === 'silence' ? fresh : (rules.running.get(keyOf(kind))?.since_ms ?? Infinity) <= fix.at_ms;
  const over = [...(fix.source === 'gnss' ? OVER_BY_GNSS : OVER_BY_FIX), ...(charged ? ['battery-low' as const] : [])];
  const recovered = over.filter(isOver).reduce<Evaluation>(
    (done, kind) => {
      const step = deviceRecovered(done.rules, { person, kind, at_ms: now_ms });
      return { rules: step.rules, changes: [...done.changes, ...step.changes] };
    },
    { rules, changes: [] },
  );
  const silence = keyOf('silence');
  const heard =
    fresh && recovered.rules.reported.has(silence) ? withReported(recovered.rules, silence, null) : recovered.rules;
  const key = keyOf('battery-low');
  if (low && !heard.reported.has(key)) {
    const event = deviceEvent(heard, { person, kind: 'battery-low', at_ms: now_ms }, policy, newAlertId);
    return { rules: withReported(event.rules, key, now_ms), changes: [...recovered.changes, ...event.changes] };
  }
  const after = charged && heard.reported.has(key) ? withReported(heard, key, null) : heard;
  return { rules: after, changes: recovered.changes };
};

/** Marks a silence as reported, so that it is not raised again after the operators have ended it. */
export const silenceReported = (rules: OrderRules, key: string, at_ms: number): OrderRules =>
  withReported(rules, key, at_ms);
