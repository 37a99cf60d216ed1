import type { AlertState } from '../alerts.ts';
import { certaintyRank } from '../codes.ts';
import type { AlertId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { certaintyWithin } from '../proximity/separation.ts';
import { isPossible, separationOf, sureBreach } from './reading.ts';
import type { Candidate, Reading } from './reading.ts';
import { withStood } from './stood.ts';
import type { AlertChange, Evaluation, Mark, OrderRules, RunningAlert } from './types.ts';

/** Nearest tier with a likely or confirmed breach; what is merely possible waits for its dwell, unless silence is its cause. */
const nearestBreach = (pending: Map<string, Mark>, reading: Reading, policy: Policy): Candidate | null => {
  let nearest: Candidate | null = null;
  reading.tiers.forEach((tier, index) => {
    const slot = `${reading.key}|${tier.level}`;
    const possible = isPossible(reading, tier.limit_m);
    const since = possible ? (pending.get(slot) ?? reading.mark) : null;
    if (since === null) pending.delete(slot);
    else pending.set(slot, since);
    if (nearest !== null) return;
    nearest = sureBreach(reading, index);
    if (nearest !== null || since === null) return;
    const dwelt =
      reading.now_ms - since.at_ms >= policy.possible.dwell_s * 1000 &&
      reading.fixes - since.fixes >= policy.possible.fixes;
    if (dwelt || reading.cause === 'silence')
      nearest = { index, tier, certainty: 'possible', measured: reading.present, closestAt_ms: null };
  });
  return nearest;
};

const stateOf = (reading: Reading, found: Candidate, alertId: AlertId): AlertState => ({
  alertId,
  rule: reading.rule,
  level: found.tier.level,
  certainty: found.certainty,
  code: found.tier.code(found.certainty),
  cause: reading.cause,
  separation: separationOf(reading.rule, found.measured),
  closestAt_ms: found.closestAt_ms,
  late: reading.late,
});

/**
 * Hysteresis: since when the condition to leave a tier has been met, `d > factor × L + margin` with no possibility left; null while it is
 * not.
 */
const leavingSince = (before: Mark | null, limit_m: number, reading: Reading, policy: Policy): Mark | null => {
  const edge_m = policy.hysteresis.factor * limit_m + policy.hysteresis.margin_m;
  if (!(reading.present.d > edge_m) || isPossible(reading, limit_m)) return null;
  const { approach } = reading;
  // Outside again, but back within between two fixes: the time begins anew.
  const dipped = before !== null && approach !== null && approach.at_ms > before.at_ms && !(approach.d > edge_m);
  return before === null || dipped ? reading.mark : before;
};

/** A tier is left when the condition has been met on enough fixes over enough time. */
const isLeft = (since: Mark | null, reading: Reading, { hysteresis }: Policy): boolean =>
  since !== null &&
  reading.now_ms - since.at_ms >= hysteresis.dwell_s * 1000 &&
  reading.fixes - since.fixes >= hysteresis.fixes;

type Next = { readonly running: RunningAlert | null; readonly change: AlertChange | null };

const stood = (reading: Reading, found: Candidate, alert: AlertState): RunningAlert => ({
  alert,
  since_ms: Math.min(reading.now_ms, found.closestAt_ms ?? reading.now_ms),
  leaving: [],
});

/** Raising a level, or its certainty, is immediate; null where nothing rises. */
const rise = (
  running: RunningAlert | undefined,
  found: Candidate | null,
  reading: Reading,
  newAlertId: () => AlertId,
): Next | null => {
  if (found === null) return null;
  const at = { at_ms: reading.now_ms, measured: found.measured };
  if (running === undefined) {
    const alert = stateOf(reading, found, newAlertId());
    return { running: stood(reading, found, alert), change: { ...at, kind: 'raised', alert } };
  }
  const alert = stateOf(reading, found, running.alert.alertId);
  const held = reading.tiers.findIndex((t) => t.level === running.alert.level);
  if (found.index < held) {
    return { running: stood(reading, found, alert), change: { ...at, kind: 'level', alert, rose: true } };
  }
  if (found.index > held || certaintyRank(found.certainty) <= certaintyRank(running.alert.certainty)) return null;
  return { running: { ...running, alert, leaving: [] }, change: { ...at, kind: 'updated', alert } };
};

/** How sure a tier is that an alert falls back to: as the present shows it, else as the nearer one was while its own time lasts. */
const fallen = (running: RunningAlert, index: number, reading: Reading): Candidate | null => {
  const tier = reading.tiers[index];
  if (tier === undefined) return null;
  const present = certaintyWithin(reading.present, tier.limit_m);
  return {
    ...{ index, tier, measured: reading.present, closestAt_ms: null },
    certainty: present ?? running.alert.certainty,
  };
};

/** Leaving is slow, tier by tier; nothing else changes where nothing rises. */
const fall = (running: RunningAlert, reading: Reading, policy: Policy): Next => {
  const held = reading.tiers.findIndex((t) => t.level === running.alert.level);
  const leaving = reading.tiers.map(({ limit_m }, index) =>
    index < held ? null : leavingSince(running.leaving[index] ?? null, limit_m, reading, policy),
  );
  const index = leaving.findIndex((since, i) => i >= held && !isLeft(since, reading, policy));
  if (index === held) {
    const same = leaving.every((since, i) => since === (running.leaving[i] ?? null));
    return { running: same ? running : { ...running, leaving }, change: null };
  }
  const at = { at_ms: reading.now_ms, measured: reading.present };
  const outer = fallen(running, index, reading);
  if (outer === null)
    return { running: null, change: { ...at, kind: 'cleared', alert: running.alert, reason: 'left' } };
  const alert = stateOf(reading, outer, running.alert.alertId);
  return {
    running: { ...stood(reading, outer, alert), leaving },
    change: { ...at, kind: 'level', alert, rose: false },
  };
};

/** Takes the next state of one rule's alert into the memory. */
const withNext = (
  rules: OrderRules,
  pending: OrderRules['pending'],
  reading: Pick<Reading, 'key' | 'now_ms'>,
  next: Next,
  policy: Policy,
): Evaluation => {
  const before = rules.running.get(reading.key);
  if (before === (next.running ?? undefined)) return { rules: { ...rules, pending }, changes: [] };
  const running = new Map(rules.running);
  if (next.running === null) running.delete(reading.key);
  else running.set(reading.key, next.running);
  const moved = before !== undefined && before.alert.level !== next.running?.alert.level;
  const past = moved ? withStood(rules.stood, reading.key, before, reading.now_ms, policy) : rules.stood;
  return { rules: { ...rules, running, pending, stood: past }, changes: next.change === null ? [] : [next.change] };
};

/** Steps one rule by one reading of the present. Certainty only rises within a level. */
export const stepRule = (
  rules: OrderRules,
  reading: Reading,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const pending = new Map(rules.pending);
  const found = nearestBreach(pending, reading, policy);
  const running = rules.running.get(reading.key);
  const risen = rise(running, found, reading, newAlertId);
  const next = risen ?? (running === undefined ? { running: null, change: null } : fall(running, reading, policy));
  return withNext(rules, pending, reading, next, policy);
};

/** Steps one rule by what a late fix proves of the past: what was known then is no news, and nothing is left because of it. */
export const stepLate = (
  rules: OrderRules,
  reading: Reading,
  knownBefore: (found: Candidate) => boolean,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const found = reading.tiers.map((_, index) => sureBreach(reading, index)).find((breach) => breach !== null) ?? null;
  const news = found === null || knownBefore(found) ? null : found;
  const risen = rise(rules.running.get(reading.key), news, reading, newAlertId);
  return risen === null ? { rules, changes: [] } : withNext(rules, rules.pending, reading, risen, policy);
};
