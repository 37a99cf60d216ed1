import { ClockOffsetSeconds, namedOffset, ruleKey } from '../alerts.ts';
import type { Rule } from '../alerts.ts';
import type { DeviceEventKind } from '../fixes.ts';
import type { AlertId, PersonId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { age_s } from '../proximity/radius.ts';
import type { Subject } from '../proximity/types.ts';
import { unreachable } from '../result.ts';
import { deviceEvent, deviceRecovered } from './events.ts';
import { isKnown, withKnown, withoutKnown } from './known.ts';
import { isClockBehind, ONE_MESSAGE_MS } from './told.ts';
import type { Told, TroubleSign } from './told.ts';
import { isUnplaced, unplacedAs } from './unplaced.ts';
import { after } from './types.ts';
import type { Evaluation, OrderRules, OrderScene } from './types.ts';

/** Troubles that stand while a condition holds, beside those of `unplaced.ts`. */
const TROUBLES = [
  'place-faked',
  'unpaired',
  'clock-wrong',
  'two-places',
  'set-up-wrongly',
] as const satisfies readonly DeviceEventKind[];
type Trouble = (typeof TROUBLES)[number];

const isTrouble = (kind: DeviceEventKind): kind is Trouble => TROUBLES.some((one) => one === kind);

/** What the server finds and takes back by itself. It ends with its order, since nobody would take it back after that. */
export const endsByItself = (kind: DeviceEventKind): boolean =>
  kind !== 'unpaired' && (isUnplaced(kind) || isTrouble(kind));

/** True while a sign stands. A fresh fix that comes with it, or after it, shows that clock and form are right, but not that a place is true. */
const stands = (kind: TroubleSign, told: Told, now_ms: number, { trouble }: Policy): boolean => {
  const spell = told.signs.get(kind);
  if (spell === undefined) return false;
  const fresh_ms = told.fresh_ms ?? -Infinity;
  switch (kind) {
    case 'place-faked':
    case 'unpaired':
      return fresh_ms - spell.last_ms <= ONE_MESSAGE_MS;
    case 'clock-wrong':
    case 'set-up-wrongly':
      return spell.last_ms - fresh_ms > ONE_MESSAGE_MS && now_ms - spell.first_ms >= trouble.tellAfter_s * 1000;
    case 'no-valid-place':
      return false; // a name of what `unplaced.ts` tells
    default:
      return unreachable(kind);
  }
};

const isOn = (kind: Trouble, scene: OrderScene, person: PersonId, policy: Policy): boolean => {
  if (kind === 'two-places') return (scene.subjectOf(person)?.twoPlaces ?? null) !== null;
  const told = scene.toldOf(person);
  if (told === null) return false;
  return stands(kind, told, scene.now_ms, policy) || (kind === 'clock-wrong' && isClockBehind(told, policy));
};

/** True where it is plain that none of the troubles stands: the device has said nothing, and is in one place. */
const isPlain = (scene: OrderScene, person: PersonId, subject: Subject | null): boolean => {
  const told = scene.toldOf(person);
  const saysNothing = told === null || (told.signs.size === 0 && told.behind === null);
  return saysNothing && (subject === null || subject.twoPlaces === null);
};

/** True when anything is to be told of somebody's device that is not told by an event of its own. */
export const isTroubled = (scene: OrderScene, person: PersonId, subject: Subject, policy: Policy): boolean => {
  const isQuiet = age_s(subject, scene.now_ms) >= policy.silence.after_s;
  if (isQuiet && unplacedAs(scene, person, null, policy) !== null) return true;
  return !isPlain(scene, person, subject) && TROUBLES.some((kind) => isOn(kind, scene, person, policy));
};

/** True when a fresh fix came after a trouble was last seen, and long enough ago that it does not chatter. */
const isOver = (told: Told | null, seen_ms: number, now_ms: number, { trouble }: Policy): boolean =>
  (told?.fresh_ms ?? -Infinity) > seen_ms && now_ms - seen_ms >= trouble.endAfter_s * 1000;

/** True where a desk that reads the one offset of a clock, seconds, is misled about the other. */
const isOtherOffset = (before_s: number, now_s: number, { trouble }: Policy): boolean => {
  if (Math.abs(now_s - before_s) <= trouble.clockChange_s) return false;
  const [before, now] = [namedOffset(before_s), namedOffset(now_s)];
  return before.direction !== now.direction || before.unit !== now.unit || before.n !== now.n;
};

/** Names the new offset in the running alert of a wrong clock where it has become another. That is no rise, so it does not sound. */
const withOffset = (rules: OrderRules, key: string, offset_s: number, now_ms: number, policy: Policy): Evaluation => {
  const running = rules.running.get(key);
  if (running?.alert.clockOffset_s === undefined || !isOtherOffset(running.alert.clockOffset_s, offset_s, policy))
    return { rules, changes: [] };
  const alert = { ...running.alert, clockOffset_s: ClockOffsetSeconds.parse(offset_s) };
  return {
    rules: { ...rules, running: new Map(rules.running).set(key, { ...running, alert }) },
    changes: [{ kind: 'updated', at_ms: now_ms, alert, measured: null }],
  };
};

const stepTrouble = (
  rules: OrderRules,
  scene: OrderScene,
  person: PersonId,
  kind: Trouble,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const { now_ms, order } = scene;
  const rule: Rule = { type: 'device', kind, person };
  const key = ruleKey(rule);
  const running = rules.running.get(key);
  const subject = scene.subjectOf(person);
  const told = scene.toldOf(person);
  if (isOn(kind, scene, person, policy)) {
    const known = withKnown(rules, [key], now_ms);
    const clockOffset_s = kind === 'clock-wrong' ? (told?.clockOffset_s ?? null) : null;
    if (running !== undefined && clockOffset_s !== null) return withOffset(known, key, clockOffset_s, now_ms, policy);
    if (running !== undefined || isKnown(rules, key, subject)) return { rules: known, changes: [] };
    const event = { person, kind, at_ms: now_ms, ofOffender: person === order.offender, clockOffset_s };
    return deviceEvent(known, event, policy, newAlertId);
  }
  const seen_ms = rules.reported.get(key) ?? running?.since_ms;
  if (seen_ms === undefined || !isOver(told, seen_ms, now_ms, policy)) return { rules, changes: [] };
  const ended = withoutKnown(rules, [key]);
  // No fix shows that a bracelet is with its wearer again: the operators end that alert, as they end a tamper's.
  if (kind === 'unpaired') return { rules: ended, changes: [] };
  return deviceRecovered(ended, { person, kind, at_ms: now_ms, reason: 'recovered' });
};

/**
 * Raises what devices say of themselves, or the track shows, of everybody under an order in force: once, until its condition is gone.
 * Everything is found again at every step, so that nothing is lost where the record cannot be written, or an order begins later.
 */
export const stepTroubles = (
  rules: OrderRules,
  scene: OrderScene,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  let done: Evaluation = { rules, changes: [] };
  for (const person of [scene.order.offender, ...scene.order.victims]) {
    const isAtRest = done.rules.running.size === 0 && done.rules.reported.size === 0;
    if (isAtRest && isPlain(scene, person, scene.subjectOf(person))) continue;
    for (const kind of TROUBLES) done = after(done, (r) => stepTrouble(r, scene, person, kind, policy, newAlertId));
  }
  return done;
};
