import type { AlertId } from '../ids.ts';
import { isScheduled } from '../geo/schedule.ts';
import { isInForce } from '../orders.ts';
import type { Policy } from '../policy.ts';
import { isAwaited } from './awaited.ts';
import { calmOf, isStillCalm } from './calm.ts';
import { deviceHeard } from './devices.ts';
import { planOf } from './plan.ts';
import type { Plan } from './plan.ts';
import type { Reading } from './reading.ts';
import { isLost } from '../proximity/radius.ts';
import { lateProximity, lateZone, proximityReading, zoneReading } from './readings.ts';
import { stepSilences } from './silence.ts';
import { stoodAt } from './stood.ts';
import { endsByItself, stepTroubles } from './trouble.ts';
import { stepLate, stepRule } from './tiers.ts';
import type { AlertChange, Evaluation, Heard, OrderRules, OrderScene } from './types.ts';
import type { Subject } from '../proximity/types.ts';

type Step = (rules: OrderRules) => Evaluation;

const after = (done: Evaluation, step: Step): Evaluation => {
  const next = step(done.rules);
  if (next.changes.length === 0) return next.rules === done.rules ? done : { ...done, rules: next.rules };
  return { rules: next.rules, changes: [...done.changes, ...next.changes] };
};

/** Ends alerts that `ends` picks, reporting each as cleared; what waited for its dwell is forgotten with them. */
const endAlerts = (
  rules: OrderRules,
  now_ms: number,
  reason: 'left' | 'order-ended',
  ends: (key: string) => boolean,
): Evaluation => {
  if (rules.running.size === 0 && rules.pending.size === 0) return { rules, changes: [] };
  const ruleOf = (slot: string): string => slot.slice(0, slot.lastIndexOf('|'));
  const ended = [...rules.running].filter(([key]) => ends(key));
  const waiting = [...rules.pending.keys()].some((slot) => ends(ruleOf(slot)));
  if (ended.length === 0 && !waiting) return { rules, changes: [] };
  const running = new Map(rules.running);
  for (const [key] of ended) running.delete(key);
  const pending = new Map([...rules.pending].filter(([slot]) => !ends(ruleOf(slot))));
  const changes = ended.map(([, { alert }]): AlertChange => ({
    kind: 'cleared',
    at_ms: now_ms,
    alert,
    measured: null,
    reason,
  }));
  return { rules: { ...rules, running, pending }, changes };
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

const present = (
  scene: OrderScene,
  offender: Subject,
  plan: Plan,
  policy: Policy,
  newAlertId: () => AlertId,
  start: Evaluation,
): Evaluation => {
  let done = start;
  const take = (reading: Reading | null): void => {
    if (reading !== null) done = after(done, (rules) => stepRule(rules, reading, policy, newAlertId));
  };
  for (const rule of plan.proximity) {
    const victim = scene.subjectOf(rule.victim);
    if (victim !== null) take(proximityReading(scene, offender, victim, rule, isAtRest(done.rules, rule.key), policy));
  }
  for (const rule of plan.zones) {
    if (!isScheduled(rule.zone, scene.now_ms)) {
      done = after(done, (rules) => endAlerts(rules, scene.now_ms, 'left', (key) => key === rule.key));
    } else take(zoneReading(scene, offender, rule, isAtRest(done.rules, rule.key), policy));
  }
  return done;
};

/** What a late fix proves of the past. */
const past = (
  scene: OrderScene,
  late: Heard,
  plan: Plan,
  policy: Policy,
  newAlertId: () => AlertId,
  start: Evaluation,
): Evaluation => {
  let done = start;
  const take = (reading: Reading | null): void => {
    if (reading === null) return;
    done = after(done, (rules) =>
      stepLate(rules, reading, (found) => stoodAt(rules, reading, found), policy, newAlertId),
    );
  };
  const offender = scene.subjectOf(scene.order.offender);
  if (offender === null) return done;
  const ofOffender = late.person === scene.order.offender;
  for (const rule of plan.proximity) {
    const victim = scene.subjectOf(rule.victim);
    if (victim !== null && (ofOffender || late.person === rule.victim))
      take(lateProximity(scene, offender, victim, rule, late, policy));
  }
  if (ofOffender) for (const rule of plan.zones) take(lateZone(scene, offender, rule, late, policy));
  return done;
};

/** Everything that an order in force asks for. */
const evaluateAll = (
  rules: OrderRules,
  scene: OrderScene,
  plan: Plan,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const { order, now_ms, heard } = scene;
  let done: Evaluation = { rules, changes: [] };
  for (const { person, as, fix } of heard) {
    if (as === 'present') done = after(done, (r) => deviceHeard(r, scene, person, fix, policy, newAlertId));
  }
  for (const item of heard) if (item.as === 'late') done = past(scene, item, plan, policy, newAlertId, done);
  const offender = scene.subjectOf(order.offender);
  if (offender !== null && isAwaited(scene, offender, policy) && !isLost(offender, now_ms, policy))
    done = present(scene, offender, plan, policy, newAlertId, done);
  done = after(done, (r) => stepSilences(r, scene, policy, newAlertId));
  return after(done, (r) => stepTroubles(r, scene, policy, newAlertId));
};

/**
 * Steps everything one order asks for to one instant: what was heard of devices, proximity, zones, silence. Outside its validity an
 * order's breaches end and nothing is evaluated but the end of device conditions; SOS and device events are left alone. A disc older
 * than the policy's "location lost" drives no level.
 */
export const evaluateOrder = (
  rules: OrderRules,
  scene: OrderScene,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const { order, now_ms } = scene;
  if (!isInForce(order, now_ms)) return endAlerts(rules, now_ms, 'order-ended', (key) => endsWithOrder(rules, key));
  if (isStillCalm(rules, scene, policy)) return { rules, changes: [] };
  const plan = planOf(order, policy);
  const done = evaluateAll(rules, scene, plan, policy, newAlertId);
  const calm = calmOf(done.rules, scene, plan, policy);
  return calm === done.rules.calm ? done : { ...done, rules: { ...done.rules, calm } };
};
