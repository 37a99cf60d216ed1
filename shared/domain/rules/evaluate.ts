import type { AlertId } from '../ids.ts';
import { isScheduled } from '../geo/schedule.ts';
import { isInForce, isSettling } from '../orders.ts';
import type { Policy } from '../policy.ts';
import { isAwaited } from './awaited.ts';
import { calmOf, isStillCalm } from './calm.ts';
import { deviceHeard } from './devices.ts';
import { planOf } from './plan.ts';
import type { Plan } from './plan.ts';
import type { Reading } from './reading.ts';
import { isLost } from '../proximity/radius.ts';
import { lateProximity, lateZone } from './past.ts';
import type { Asked } from './past.ts';
import { proximityReadings, zoneReadings } from './readings.ts';
import type { Readings } from './readings.ts';
import { stepSilences } from './silence.ts';
import { withStood } from './stood.ts';
import { endsByItself, stepTroubles } from './trouble.ts';
import { stepKnown, stepRule } from './tiers.ts';
import { after } from './types.ts';
import type { AlertChange, Evaluation, Heard, OrderRules, OrderScene } from './types.ts';
import type { Subject } from '../proximity/types.ts';

/** Ends alerts that `ends` picks, reporting each as cleared; what waited for its dwell is forgotten with them. */
const endAlerts = (
  rules: OrderRules,
  now_ms: number,
  reason: 'left' | 'order-ended',
  ends: (key: string) => boolean,
  policy: Policy,
): Evaluation => {
  if (rules.running.size === 0 && rules.pending.size === 0) return { rules, changes: [] };
  const ruleOf = (slot: string): string => slot.slice(0, slot.lastIndexOf('|'));
  const ended = [...rules.running].filter(([key]) => ends(key));
  const waiting = [...rules.pending.keys()].some((slot) => ends(ruleOf(slot)));
  if (ended.length === 0 && !waiting) return { rules, changes: [] };
  const running = new Map(rules.running);
  let { stood } = rules;
  for (const [key, left] of ended) {
    running.delete(key);
    stood = withStood(stood, key, left, now_ms, policy);
  }
  const pending = new Map([...rules.pending].filter(([slot]) => !ends(ruleOf(slot))));
  const changes = ended.map(([, { alert }]): AlertChange => ({
    kind: 'cleared',
    at_ms: now_ms,
    alert,
    measured: null,
    reason,
  }));
  return { rules: { ...rules, running, pending, stood }, changes };
};

/** What an order's end ends: breaches, and what the server finds of devices. Buttons, tampers and what devices report are the operators'. */
const endsWithOrder = (rules: OrderRules, key: string): boolean => {
  const rule = rules.running.get(key)?.alert.rule;
  return (
    key.startsWith('proximity:') || key.startsWith('zone:') || (rule?.type === 'device' && endsByItself(rule.kind))
  );
};

/** True when a rule has nothing in memory, so that a reading far from every limit would change nothing. */
const isAtRest = (rules: OrderRules, key: string): boolean =>
  rules.pending.size === 0 && (rules.running.size === 0 || !rules.running.has(key));

/** True when the alert of a rule is still the one that it was. */
const isSame = (before: OrderRules, after: OrderRules, key: string): boolean =>
  before.running.get(key)?.alert.alertId === after.running.get(key)?.alert.alertId;

/** Whether there is a present to weigh, and whether what is learned now comes after the order's end. */
type When = Pick<Asked, 'watched' | 'late' | 'calm'>;

const withSettled = (done: Evaluation, key: string, settled_ms: number | null): Evaluation => {
  const { rules, changes } = done;
  if (settled_ms === null || settled_ms === rules.settled.get(key)) return done;
  return { rules: { ...rules, settled: new Map(rules.settled).set(key, settled_ms) }, changes };
};

/** Steps one rule by what has just been settled of the past, in order of time, and by the present. */
const stepBy = (start: Evaluation, readings: Readings, policy: Policy, newAlertId: () => AlertId): Evaluation => {
  // Where there is no present, what stood has been ended already, and is no news.
  const by = readings.now === null ? stepKnown : stepRule;
  const step = (done: Evaluation, reading: Reading): Evaluation =>
    after(done, (rules) => by(rules, reading, policy, newAlertId));
  const learned = readings.past.reduce(step, start);
  return readings.now === null ? learned : step(learned, readings.now);
};

/** What the fixes just heard settle of the past, and what is so now. */
const stepRules = (
  scene: OrderScene,
  offender: Subject,
  plan: Plan,
  when: When,
  policy: Policy,
  newAlertId: () => AlertId,
  start: Evaluation,
): Evaluation => {
  let done = start;
  const asked = (key: string): Asked => ({
    ...when,
    atRest: isAtRest(done.rules, key),
    settled_ms: done.rules.settled.get(key),
  });
  for (const rule of plan.proximity) {
    const victim = scene.subjectOf(rule.victim);
    if (victim === null) continue;
    const readings = proximityReadings(scene, offender, victim, rule, asked(rule.key), policy);
    done = withSettled(stepBy(done, readings, policy, newAlertId), rule.key, readings.settled_ms);
  }
  for (const rule of plan.zones) {
    const isAwake = isScheduled(rule.zone, scene.now_ms);
    const how = { ...asked(rule.key), watched: when.watched && isAwake };
    if (isAwake || scene.heard.length > 0)
      done = stepBy(done, zoneReadings(scene, offender, rule, how, policy), policy, newAlertId);
    // What is learned only now of the time in which it was awake is told before it ends, with the next step.
    const isOld = (key: string): boolean => key === rule.key && isSame(start.rules, done.rules, key);
    if (!isAwake) done = after(done, (rules) => endAlerts(rules, scene.now_ms, 'left', isOld, policy));
  }
  return done;
};

/** What a late fix proves of the past. */
const stepByLate = (
  scene: OrderScene,
  late: Heard,
  plan: Plan,
  policy: Policy,
  newAlertId: () => AlertId,
  start: Evaluation,
): Evaluation => {
  const offender = scene.subjectOf(scene.order.offender);
  if (offender === null) return start;
  const ofOffender = late.person === scene.order.offender;
  const readings: Reading[] = [];
  for (const rule of plan.proximity) {
    const victim = scene.subjectOf(rule.victim);
    if (victim !== null && (ofOffender || late.person === rule.victim))
      readings.push(...lateProximity(scene, offender, victim, rule, late, policy));
  }
  if (ofOffender) for (const rule of plan.zones) readings.push(...lateZone(scene, offender, rule, late, policy));
  return readings.reduce(
    (done, reading) => after(done, (rules) => stepKnown(rules, reading, policy, newAlertId)),
    start,
  );
};

/** Everything an order asks for; once it has ended, only what fixes prove of the time in which it was in force. */
const evaluateAll = (
  rules: OrderRules,
  scene: OrderScene,
  plan: Plan,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const { order, now_ms } = scene;
  const inForce = isInForce(order, now_ms);
  // What came together is weighed in the order in which it was taken.
  const heard = scene.heard.length < 2 ? scene.heard : scene.heard.toSorted((a, b) => a.fix.at_ms - b.fix.at_ms);
  const sorted = heard === scene.heard ? scene : { ...scene, heard };
  let done: Evaluation = { rules, changes: [] };
  if (inForce)
    for (const { person, as, fix } of heard) {
      if (as === 'present') done = after(done, (r) => deviceHeard(r, sorted, person, fix, policy, newAlertId));
    }
  for (const item of heard) if (item.as === 'late') done = stepByLate(sorted, item, plan, policy, newAlertId, done);
  const offender = scene.subjectOf(order.offender);
  if (offender !== null) {
    const watched = inForce && isAwaited(scene, offender, policy) && !isLost(offender, now_ms, policy);
    if (watched || heard.length > 0 || !inForce)
      done = stepRules(
        sorted,
        offender,
        plan,
        { watched, late: !inForce, calm: rules.calm !== null },
        policy,
        newAlertId,
        done,
      );
  }
  if (!inForce) return done;
  done = after(done, (r) => stepSilences(r, scene, policy, newAlertId));
  return after(done, (r) => stepTroubles(r, scene, policy, newAlertId));
};

/**
 * Steps everything one order asks for to one instant: what was heard of devices, proximity, zones, silence. Outside its validity an
 * order's breaches end, and nothing is evaluated but what fixes taken within it prove of that time: it is raised, late, and ends with the
 * next step. SOS and device events are left alone. A disc older than the policy's "location lost" drives no level.
 */
export const evaluateOrder = (
  rules: OrderRules,
  scene: OrderScene,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const { order, now_ms } = scene;
  if (!isInForce(order, now_ms)) {
    // Somebody's next fix may have been awaited when it ended.
    const isOver = scene.heard.length === 0 && !isSettling(order, now_ms, policy);
    const learned = isOver
      ? { rules, changes: [] }
      : evaluateAll(rules, scene, planOf(order, policy), policy, newAlertId);
    const ends = (key: string): boolean => endsWithOrder(learned.rules, key) && isSame(rules, learned.rules, key);
    return after(learned, (r) => endAlerts(r, now_ms, 'order-ended', ends, policy));
  }
  if (isStillCalm(rules, scene, policy)) return { rules, changes: [] };
  const plan = planOf(order, policy);
  const done = evaluateAll(rules, scene, plan, policy, newAlertId);
  const calm = calmOf(done.rules, scene, plan, policy);
  return calm === done.rules.calm ? done : { ...done, rules: { ...done.rules, calm } };
};
