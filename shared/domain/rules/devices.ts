import { ruleKey } from '../alerts.ts';
import { DEVICE_EVENTS, DeviceEventKind } from '../fixes.ts';
import type { Fix } from '../fixes.ts';
import type { AlertId, PersonId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { deviceEvent, deviceRecovered } from './events.ts';
import { isKnown, withKnown, withoutKnown } from './known.ts';
import { usualGap_s } from './told.ts';
import { isUnplaced, UNPLACED } from './unplaced.ts';
import { after } from './types.ts';
import type { Evaluation, OrderRules, OrderScene } from './types.ts';

const endedBy = (...what: readonly (typeof DEVICE_EVENTS)[DeviceEventKind]['endedBy'][]): readonly DeviceEventKind[] =>
  DeviceEventKind.options.filter((kind) => what.includes(DEVICE_EVENTS[kind].endedBy));

/** Conditions that any fix ends, those that take one from satellites too, and those that a charged battery ends. */
const OVER_BY_FIX = endedBy('fix');
const OVER_BY_GNSS = endedBy('fix', 'gnss');
const OVER_BY_CHARGE = endedBy('charge');

const isAtRest = (rules: OrderRules): boolean => rules.running.size === 0 && rules.reported.size === 0;

/**
 * True when a fix shows that its device reports again: were the next message to come after its usual time, or as soon as this one did, and
 * its fix to be as old as this one, there would be no silence until then. A device that reports every ten minutes, that sends every five
 * what it has gathered, or whose clock is two minutes behind, would otherwise end a silence, and begin the next, with every message.
 */
const isInTime = (scene: OrderScene, person: PersonId, fix: Fix, policy: Policy): boolean => {
  const told = scene.toldOf(person);
  const subject = scene.subjectOf(person);
  const configured_s = subject?.isIntervalKnown === true ? subject.interval_s : Number.POSITIVE_INFINITY;
  const usual_s = (told === null ? null : usualGap_s(told, policy)) ?? configured_s;
  const next_s = Math.min(usual_s, told?.gaps_s.at(-1) ?? Number.POSITIVE_INFINITY);
  return next_s + (scene.now_ms - fix.at_ms) / 1000 < policy.silence.after_s;
};

/** What is known after a kept fix: one newer than a trouble that was told shows that this one is over, and that the next has begun. */
const withKept = (rules: OrderRules, person: PersonId, fix: Fix): OrderRules => {
  const keys = UNPLACED.map((kind) => ruleKey({ type: 'device', kind, person }));
  return withoutKnown(
    rules,
    keys.filter((key) => (rules.reported.get(key) ?? Infinity) < fix.at_ms),
  );
};

/**
 * What a fix says about its device: it is heard again, its battery is low or charged. A low battery is reported once. A fix that is
 * itself as old as a silence, as a device that was cut off hands in first, ends none; and no fix ends what began after it.
 */
export const deviceHeard = (
  rules: OrderRules,
  scene: OrderScene,
  person: PersonId,
  fix: Fix,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const { now_ms } = scene;
  const battery = fix.battery_percent;
  const low = battery !== null && battery < policy.fixes.batteryLow_percent;
  const charged = battery !== null && battery > policy.fixes.batteryLow_percent;
  if (isAtRest(rules) && !low) return { rules, changes: [] };
  const fresh = now_ms - fix.at_ms < policy.silence.after_s * 1000;
  const back = fresh && isInTime(scene, person, fix, policy);
  const keyOf = (kind: DeviceEventKind): string => ruleKey({ type: 'device', kind, person });
  const isOver = (kind: DeviceEventKind): boolean =>
    isUnplaced(kind) ? back : (rules.running.get(keyOf(kind))?.since_ms ?? Infinity) <= fix.at_ms;
  const over = [...(fix.source === 'gnss' ? OVER_BY_GNSS : OVER_BY_FIX), ...(charged ? OVER_BY_CHARGE : [])];
  let recovered: Evaluation = { rules, changes: [] };
  for (const kind of over.filter(isOver))
    recovered = after(recovered, (r) => deviceRecovered(r, { person, kind, at_ms: now_ms, reason: 'fix-returned' }));
  const kept = fresh ? recovered.rules : withKept(recovered.rules, person, fix);
  const heard = back ? withoutKnown(recovered.rules, UNPLACED.map(keyOf)) : kept;
  const key = keyOf('battery-low');
  if (low && !isKnown(heard, key, null)) {
    const ofOffender = person === scene.order.offender;
    const found = { person, kind: 'battery-low', at_ms: now_ms, ofOffender, clockOffset_s: null } as const;
    const event = deviceEvent(heard, found, policy, newAlertId);
    return { rules: withKnown(event.rules, [key], now_ms), changes: [...recovered.changes, ...event.changes] };
  }
  return { rules: charged ? withoutKnown(heard, [key]) : heard, changes: recovered.changes };
};
