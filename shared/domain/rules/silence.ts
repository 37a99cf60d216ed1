import { ruleKey } from '../alerts.ts';
import type { Rule } from '../alerts.ts';
import type { DispatchCode, Level } from '../codes.ts';
import type { AlertId, PersonId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { isLost, quiet_s } from '../proximity/radius.ts';
import { isAwaited } from './awaited.ts';
import { silenceReported } from './devices.ts';
import { eventAlert } from './events.ts';
import type { AlertChange, Evaluation, OrderRules, OrderScene } from './types.ts';
import type { Subject } from '../proximity/types.ts';

type Silence = { readonly level: Level; readonly code: DispatchCode };

/** True when a person has not been heard of for too long. */
const isSilent = (scene: OrderScene, subject: Subject | null, policy: Policy): boolean => {
  const { now_ms, watchedFrom_ms } = scene;
  if (subject !== null) return quiet_s(subject, now_ms) >= policy.silence.after_s && isAwaited(scene, subject, policy);
  return watchedFrom_ms !== null && now_ms - watchedFrom_ms >= policy.silence.after_s * 1000;
};

/** How bad a silence is: of a victim worse while the offender is within the warning tier, of anybody once the location is lost. */
const gravity = (scene: OrderScene, rules: OrderRules, person: PersonId, policy: Policy): Silence => {
  const { codes } = policy;
  if (person !== scene.order.offender && rules.running.has(ruleKey({ type: 'proximity', victim: person })))
    return { level: 'silent-near', code: codes.silentNear };
  const subject = scene.subjectOf(person);
  const lost = subject !== null && isLost(subject, scene.now_ms, policy);
  return { level: lost ? 'location-lost' : 'device', code: codes.device };
};

/** Rank of a silence's level: a rise sounds again, a fall does not. */
const RANK: Readonly<Partial<Record<Level, number>>> = { device: 0, 'location-lost': 1, 'silent-near': 2 };
const rank = (level: Level): number => RANK[level] ?? 0;

/** Raises the silence of one person, once, and moves its level while it lasts. */
const stepSilence = (
  rules: OrderRules,
  scene: OrderScene,
  person: PersonId,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  if (!isSilent(scene, scene.subjectOf(person), policy)) return { rules, changes: [] };
  const rule: Rule = { type: 'device', kind: 'silence', person };
  const key = ruleKey(rule);
  const before = rules.running.get(key);
  if (before === undefined && rules.reported.has(key)) return { rules, changes: [] };
  const { level, code } = gravity(scene, rules, person, policy);
  if (before?.alert.level === level) return { rules, changes: [] };
  const alert = { ...eventAlert(before?.alert.alertId ?? newAlertId(), rule, code), level };
  const at = { at_ms: scene.now_ms, alert, measured: null };
  const change: AlertChange =
    before === undefined
      ? { ...at, kind: 'raised' }
      : { ...at, kind: 'level', rose: rank(level) > rank(before.alert.level) };
  const running = new Map(rules.running).set(key, { alert, since_ms: scene.now_ms, leaving: [] });
  return { rules: silenceReported({ ...rules, running }, key, scene.now_ms), changes: [change] };
};

/** Silence of everybody under an order in force: of the offender first. */
export const stepSilences = (
  rules: OrderRules,
  scene: OrderScene,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  let done: Evaluation = { rules, changes: [] };
  for (const person of [scene.order.offender, ...scene.order.victims]) {
    const step = stepSilence(done.rules, scene, person, policy, newAlertId);
    if (step.rules !== done.rules) done = { rules: step.rules, changes: [...done.changes, ...step.changes] };
  }
  return done;
};
