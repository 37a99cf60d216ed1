import { ruleKey } from '../alerts.ts';
import type { Rule } from '../alerts.ts';
import type { DispatchCode, Level } from '../codes.ts';
import type { AlertId, PersonId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { isLost } from '../proximity/radius.ts';
import { eventAlert } from './events.ts';
import { isKnown, withKnown, withoutKnown } from './known.ts';
import { UNPLACED, unplacedAs } from './unplaced.ts';
import type { Unplaced } from './unplaced.ts';
import { after } from './types.ts';
import type { AlertChange, Evaluation, OrderRules, OrderScene } from './types.ts';

type Gravity = { readonly level: Level; readonly code: DispatchCode };

/** How bad it is: of a silent victim worse while the offender is within the warning tier, of anybody once the location is lost. */
const gravity = (scene: OrderScene, rules: OrderRules, person: PersonId, kind: Unplaced, policy: Policy): Gravity => {
  const { codes } = policy;
  const subject = scene.subjectOf(person);
  const isVictim = person !== scene.order.offender;
  if (isVictim && kind !== 'silence') {
    // A phone that lies still sends no places that nobody can have come to: nothing says that she is where she was.
    const isUnknown = subject === null || (scene.toldOf(person)?.held ?? null) !== null;
    return { level: 'device', code: isUnknown ? codes.device : codes.notMoved };
  }
  if (isVictim && rules.running.has(ruleKey({ type: 'proximity', victim: person })))
    return { level: 'silent-near', code: codes.silentNear };
  const lost = subject !== null && isLost(subject, scene.now_ms, policy);
  return { level: lost ? 'location-lost' : 'device', code: codes.device };
};

/** Rank of a level: a rise sounds again, a fall does not. */
const RANK: Readonly<Partial<Record<Level, number>>> = { device: 0, 'location-lost': 1, 'silent-near': 2 };
const rank = (level: Level): number => RANK[level] ?? 0;

const deviceKey = (kind: Unplaced, person: PersonId): string => ruleKey({ type: 'device', kind, person });

/** Kinds of a person that are one trouble: all of an offender's; of a victim each is its own, since being heard ends the silence. */
const sameTrouble = (scene: OrderScene, person: PersonId, kind: Unplaced): readonly Unplaced[] =>
  person === scene.order.offender ? UNPLACED : [kind];

const clearedBy = (rules: OrderRules, kind: Unplaced, person: PersonId, at_ms: number): Evaluation => {
  const key = deviceKey(kind, person);
  const before = rules.running.get(key);
  if (before === undefined) return { rules, changes: [] };
  const running = new Map(rules.running);
  running.delete(key);
  const change: AlertChange = { kind: 'cleared', at_ms, alert: before.alert, measured: null, reason: 'recovered' };
  return { rules: { ...withoutKnown(rules, [key]), running }, changes: [change] };
};

/**
 * True where a silence is told by the notice of a mass outage and not by itself. Of a silent victim whom the offender is known to be near, and
 * not merely by a disc that the same outage lets grow, it is told by itself all the same.
 */
const isHeldBack = (scene: OrderScene, rules: OrderRules, person: PersonId, kind: Unplaced, level: Level): boolean => {
  if (kind !== 'silence' || !scene.isInOutage(person)) return false;
  const near = rules.running.get(ruleKey({ type: 'proximity', victim: person }))?.alert;
  return level !== 'silent-near' || near?.cause === 'silence';
};

/** Raises that one person is without a new valid fix, once, and moves its name and level while it lasts. */
const stepUnplaced = (
  rules: OrderRules,
  scene: OrderScene,
  person: PersonId,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const { now_ms, order } = scene;
  const isVictim = person !== order.offender;
  const isAtRest = rules.running.size === 0;
  const was = isAtRest ? null : (UNPLACED.find((one) => rules.running.has(deviceKey(one, person))) ?? null);
  const kind = unplacedAs(scene, person, was, policy);
  if (kind === null && isAtRest && rules.reported.size === 0) return { rules, changes: [] };
  // A victim who is heard again is silent no longer, also where nobody had to be told twice.
  const over = isVictim && kind !== 'silence' ? withoutKnown(rules, [deviceKey('silence', person)]) : rules;
  // Of an offender only a fix ends it.
  if (kind === null)
    return was === null || !isVictim ? { rules: over, changes: [] } : clearedBy(over, was, person, now_ms);
  const key = deviceKey(kind, person);
  const same = sameTrouble(scene, person, kind).map((one) => deviceKey(one, person));
  const subject = scene.subjectOf(person);
  if (was === null && same.some((one) => isKnown(over, one, subject))) return { rules: over, changes: [] };
  const { level, code } = gravity(scene, over, person, kind, policy);
  const wasKey = was === null ? null : deviceKey(was, person);
  const before = wasKey === null ? undefined : over.running.get(wasKey);
  if (was === kind && before?.alert.level === level) return { rules: over, changes: [] };
  if (before === undefined && isHeldBack(scene, over, person, kind, level)) return { rules: over, changes: [] };
  const rule: Rule = { type: 'device', kind, person };
  const alert = { ...eventAlert(before?.alert.alertId ?? newAlertId(), rule, code), level };
  const at = { at_ms: now_ms, alert, measured: null };
  const fellSilent = isVictim && kind === 'silence' && was !== 'silence';
  const change: AlertChange =
    before === undefined
      ? { ...at, kind: 'raised' }
      : { ...at, kind: 'level', rose: fellSilent || rank(level) > rank(before.alert.level) };
  const running = new Map(over.running);
  if (wasKey !== null) running.delete(wasKey);
  running.set(key, { alert, since_ms: now_ms, leaving: [] });
  return { rules: withKnown({ ...over, running }, [key], now_ms), changes: [change] };
};

/** Who is without a new valid fix under an order in force: the offender first. */
export const stepSilences = (
  rules: OrderRules,
  scene: OrderScene,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  let done: Evaluation = { rules, changes: [] };
  for (const person of [scene.order.offender, ...scene.order.victims])
    done = after(done, (r) => stepUnplaced(r, scene, person, policy, newAlertId));
  return done;
};
