import type { AlertCause, AlertState, Rule, Separation } from '../alerts.ts';
import { ruleKey } from '../alerts.ts';
import { certaintyRank } from '../codes.ts';
import type { Certainty, DispatchCode, Level } from '../codes.ts';
import type { AlertId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { certaintyWithin } from '../proximity/separation.ts';
import type { Bounded } from '../proximity/separation.ts';
import type { AlertChange, Evaluation, OrderRules, PendingPossible, RunningAlert } from './types.ts';

/** One limit of a rule, with the code it raises. */
export type Tier = { readonly level: Level; readonly limit_m: number; readonly code: (c: Certainty) => DispatchCode };

/** What one rule measures at one instant. Tiers stand nearest first. */
export type Reading = {
  readonly rule: Rule;
  readonly tiers: readonly Tier[];
  readonly measured: Bounded;
  readonly separation: Separation | null;
  readonly now_ms: number;
  /** Fixes accepted so far, so that dwell and hysteresis can count those since. */
  readonly fixes: number;
  readonly cause: AlertCause;
};

type Candidate = { readonly index: number; readonly tier: Tier; readonly certainty: Certainty };

const NOWHERE = Number.POSITIVE_INFINITY;

/** Possible breaches wait for their dwell, unless silence is their cause; returns what is waiting and what is ripe. */
const ripen = (rules: OrderRules, reading: Reading, policy: Policy) => {
  const key = ruleKey(reading.rule);
  const pending = new Map(rules.pending);
  const ripe = reading.tiers.map((tier): Certainty | null => {
    const certainty = certaintyWithin(reading.measured, tier.limit_m);
    const slot = `${key}|${tier.level}`;
    if (certainty !== 'possible') {
      pending.delete(slot);
      return certainty;
    }
    const since: PendingPossible = pending.get(slot) ?? { at_ms: reading.now_ms, fixes: reading.fixes };
    pending.set(slot, since);
    const dwelt =
      reading.now_ms - since.at_ms >= policy.possible.dwell_s * 1000 &&
      reading.fixes - since.fixes >= policy.possible.fixes;
    return dwelt || reading.cause === 'silence' ? 'possible' : null;
  });
  return { pending, ripe };
};

const nearest = (reading: Reading, ripe: readonly (Certainty | null)[]): Candidate | null => {
  for (const [index, tier] of reading.tiers.entries()) {
    const certainty = ripe[index] ?? null;
    if (certainty !== null) return { index, tier, certainty };
  }
  return null;
};

const stateOf = (reading: Reading, c: Candidate, alertId: AlertId): AlertState => ({
  alertId,
  rule: reading.rule,
  level: c.tier.level,
  certainty: c.certainty,
  code: c.tier.code(c.certainty),
  cause: reading.cause,
  separation: reading.separation,
  closestAt_ms: null,
  late: false,
});

/** Hysteresis: leaving needs `d > factor × L + margin`, no possibility left, on enough fixes over enough time. */
const leaving = (running: RunningAlert, limit_m: number, reading: Reading, policy: Policy) => {
  const h = policy.hysteresis;
  const outside =
    reading.measured.d > h.factor * limit_m + h.margin_m && certaintyWithin(reading.measured, limit_m) === null;
  if (!outside) return { since: null, left: false };
  const since = running.leavingSince ?? { at_ms: reading.now_ms, fixes: reading.fixes };
  const left = reading.now_ms - since.at_ms >= h.dwell_s * 1000 && reading.fixes - since.fixes + 1 >= h.fixes;
  return { since, left };
};

/** Next state of the alert of one rule, with what is to be reported about it. */
const next = (
  running: RunningAlert | undefined,
  found: Candidate | null,
  reading: Reading,
  policy: Policy,
  newAlertId: () => AlertId,
): { readonly running: RunningAlert | null; readonly change: AlertChange | null } => {
  const at_ms = reading.now_ms;
  if (running === undefined) {
    if (found === null) return { running: null, change: null };
    const alert = stateOf(reading, found, newAlertId());
    return { running: { alert, leavingSince: null }, change: { kind: 'raised', at_ms, alert } };
  }
  const { alert } = running;
  const held = reading.tiers.findIndex((t) => t.level === alert.level);
  const index = found?.index ?? NOWHERE;
  if (found !== null && index < held) {
    const risen = stateOf(reading, found, alert.alertId);
    return {
      running: { alert: risen, leavingSince: null },
      change: { kind: 'level', at_ms, alert: risen, rose: true },
    };
  }
  if (found !== null && index === held && certaintyRank(found.certainty) > certaintyRank(alert.certainty)) {
    const surer = stateOf(reading, found, alert.alertId);
    return { running: { alert: surer, leavingSince: null }, change: { kind: 'updated', at_ms, alert: surer } };
  }
  const { since, left } = leaving(running, reading.tiers[held]?.limit_m ?? 0, reading, policy);
  if (!left) return { running: { alert, leavingSince: since }, change: null };
  if (found === null) return { running: null, change: { kind: 'cleared', at_ms, alert, reason: 'left' } };
  const fallen = stateOf(reading, found, alert.alertId);
  return {
    running: { alert: fallen, leavingSince: null },
    change: { kind: 'level', at_ms, alert: fallen, rose: false },
  };
};

/** Steps one rule by one reading. Raising is immediate, certainty only rises within a level, leaving is slow. */
export const stepRule = (
  rules: OrderRules,
  reading: Reading,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const key = ruleKey(reading.rule);
  const { pending, ripe } = ripen(rules, reading, policy);
  const step = next(rules.running.get(key), nearest(reading, ripe), reading, policy, newAlertId);
  const running = new Map(rules.running);
  if (step.running === null) running.delete(key);
  else running.set(key, step.running);
  return { rules: { running, pending }, changes: step.change === null ? [] : [step.change] };
};
