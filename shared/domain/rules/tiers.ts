import type { AlertState } from '../alerts.ts';
import { certaintyRank } from '../codes.ts';
import type { Level } from '../codes.ts';
import type { AlertId } from '../ids.ts';
import type { Policy } from '../policy.ts';
import { certaintyWithin } from '../proximity/separation.ts';
import { isFresh, possibleBy, separationOf, sureBreach } from './reading.ts';
import type { Candidate, Reading } from './reading.ts';
import { stoodAt, stoodBefore, sureLevelOf, withStood } from './stood.ts';
import type { Bounded } from '../proximity/types.ts';
import type { AlertChange, Evaluation, Mark, OrderRules, RunningAlert } from './types.ts';

const indexOf = (reading: Reading, level: Level | null): number => {
  const index = reading.tiers.findIndex((tier) => tier.level === level);
  return index === -1 ? reading.tiers.length : index;
};

/** Nearest tier with a likely or confirmed breach. */
const nearestSure = (reading: Reading): Candidate | null => {
  for (let index = 0; index < reading.tiers.length; index += 1) {
    const found = sureBreach(reading, index);
    if (found !== null) return found;
  }
  return null;
};

/**
 * True where what is measured would be a breach, had the accuracy of a fix not collapsed, for longer than doubt makes it wait: nobody waits
 * for what is possible on top of that.
 */
const isShownInDoubt = (reading: Reading, measured: Bounded, limit_m: number, { fixes }: Policy): boolean =>
  reading.isDoubted &&
  measured.d <= limit_m &&
  reading.doubted_ms !== null &&
  reading.at_ms - reading.doubted_ms >= fixes.doubt_s * 1000;

/** Nearest tier that a breach has been possible of for its dwell, or by silence at once; notes in `pending` what waits. */
const nearestPossible = (pending: Map<string, Mark>, reading: Reading, policy: Policy): Candidate | null => {
  let nearest: Candidate | null = null;
  reading.tiers.forEach((tier, index) => {
    const slot = `${reading.key}|${tier.level}`;
    const measured = possibleBy(reading, tier);
    const since = measured === null ? null : (pending.get(slot) ?? reading.mark);
    if (since === null) pending.delete(slot);
    else pending.set(slot, since);
    if (nearest !== null || since === null || measured === null) return;
    const dwelt =
      reading.at_ms - since.at_ms >= policy.possible.dwell_s * 1000 &&
      reading.fixes - since.fixes >= policy.possible.fixes;
    if (dwelt || reading.silent || isShownInDoubt(reading, measured, tier.limit_m, policy))
      nearest = { index, tier, certainty: 'possible', measured, closestAt_ms: null };
  });
  return nearest;
};

const stateOf = (reading: Reading, found: Candidate, alertId: AlertId, sureLevel: Level | null): AlertState => ({
  alertId,
  rule: reading.rule,
  level: found.tier.level,
  certainty: found.certainty,
  code: found.tier.code(found.certainty),
  cause: found.certainty === 'possible' && reading.silent ? 'silence' : 'position',
  separation: separationOf(reading.rule, found.measured),
  closestAt_ms: found.closestAt_ms,
  late: reading.late && found.closestAt_ms !== null,
  ...(found.certainty === 'possible' && sureLevel !== null ? { sureLevel } : {}),
});

/** True where somebody may be within a tier, at the present or by a place that is held, though nothing shows it. */
const mayBeWithin = ({ present, held }: Reading, limit_m: number): boolean =>
  present.min <= limit_m || (held !== null && held.min <= limit_m);

/**
 * Hysteresis: since when the condition to leave a tier has been met, `d > factor × L + margin` with no possibility left; null while it is
 * not. Whoever was within between two fixes begins anew from then on. What nobody knows of the present makes nobody begin anew: the next
 * fix shows how it was.
 */
const leavingSince = (before: Mark | null, limit_m: number, reading: Reading, policy: Policy): Mark | null => {
  const edge_m = policy.hysteresis.factor * limit_m + policy.hysteresis.margin_m;
  const { present, stretch, unsettled } = reading;
  if (!(present.d > edge_m)) return null;
  const isOpen = mayBeWithin(reading, limit_m);
  if (isOpen && (reading.past || isFresh(reading))) return null;
  if (before === null) return isOpen ? null : reading.mark;
  let since = before;
  for (const part of [...(stretch === null ? [] : [stretch]), ...unsettled]) {
    const within_ms = part.lastWithin_ms(edge_m);
    if (within_ms !== null && within_ms > since.at_ms) since = { at_ms: within_ms, fixes: reading.mark.fixes };
  }
  return since;
};

/** A tier is left when the condition has been met on enough fixes over enough time. */
const isLeft = (since: Mark | null, reading: Reading, { hysteresis }: Policy): boolean =>
  since !== null &&
  reading.at_ms - since.at_ms >= hysteresis.dwell_s * 1000 &&
  reading.fixes - since.fixes >= hysteresis.fixes;

/** The next state of one rule's alert; `running` null where none runs. */
type Next = { readonly running: RunningAlert | null; readonly change: AlertChange | null };

const sinceOf = (reading: Reading, found: Candidate): number =>
  Math.min(reading.known_ms, found.closestAt_ms ?? reading.known_ms);

const begun = (reading: Reading, found: Candidate, alert: AlertState, sureLevel: Level | null): RunningAlert => ({
  alert,
  since_ms: sinceOf(reading, found),
  sureLevel,
  leftFrom_ms: reading.now_ms,
  leaving: [],
});

/** True for a breach of a time by which an alert that stands had been left: nobody had heard of it by then, so it stands still. */
const isAfterLeaving = ({ left }: RunningAlert, reading: Reading, found: Candidate): boolean =>
  left !== undefined && found.certainty !== 'possible' && (found.closestAt_ms ?? reading.at_ms) > left.by_ms;

/** Raising a level, or its certainty, is immediate; null where nothing rises. */
const rise = (
  running: RunningAlert | undefined,
  found: Candidate | null,
  sureIndex: number,
  reading: Reading,
  newAlertId: () => AlertId,
): Next | null => {
  if (found === null) return null;
  const at = { at_ms: reading.now_ms, measured: found.measured };
  const sureLevel = reading.tiers[sureIndex]?.level ?? null;
  if (running === undefined) {
    const alert = stateOf(reading, found, newAlertId(), sureLevel);
    return { running: begun(reading, found, alert, sureLevel), change: { ...at, kind: 'raised', alert } };
  }
  const alert = stateOf(reading, found, running.alert.alertId, sureLevel);
  const standing = indexOf(reading, running.alert.level);
  const isAnew = found.index === standing && isAfterLeaving(running, reading, found);
  if (found.index < standing || isAnew) {
    return { running: begun(reading, found, alert, sureLevel), change: { ...at, kind: 'level', alert, rose: true } };
  }
  if (certaintyRank(found.certainty) <= certaintyRank(running.alert.certainty)) return null;
  if (found.index > standing) {
    // What is merely possible of a nearer tier does not stand for a breach that is sure and was not known.
    if (running.alert.certainty !== 'possible' || found.index >= indexOf(reading, sureLevelOf(running))) return null;
    return { running: begun(reading, found, alert, sureLevel), change: { ...at, kind: 'level', alert, rose: true } };
  }
  // What was possible until then is sure from then on.
  const since_ms = running.alert.certainty === 'possible' ? sinceOf(reading, found) : running.since_ms;
  return {
    running: { ...running, alert, since_ms, sureLevel, leftFrom_ms: reading.now_ms, leaving: [] },
    change: { ...at, kind: 'updated', alert },
  };
};

/** How sure a tier is that an alert falls back to: as the present shows it, else as the nearer one was while its own time lasts. */
const fallen = (running: RunningAlert, index: number, sureIndex: number, reading: Reading): Candidate | null => {
  const tier = reading.tiers[index];
  if (tier === undefined) return null;
  const { certainty } = running.alert;
  const shown = certaintyWithin(reading.present, tier.limit_m);
  const measured = shown === null ? (possibleBy(reading, tier) ?? reading.present) : reading.present;
  // A place that is doubted, or that is being handed in, shows nothing that was not known.
  const isUnsure = reading.isHandedIn || (tier.waits && reading.isDoubted);
  if (shown !== null && shown !== 'possible' && (index >= sureIndex || !isUnsure))
    return { index, tier, measured, closestAt_ms: null, certainty: shown };
  // What rested on a possibility falls to what was breached for sure and is not left yet, or to another possibility.
  const kept = index < sureIndex ? 'possible' : certainty === 'possible' ? 'likely' : certainty;
  return { index, tier, measured, closestAt_ms: null, certainty: kept };
};

/**
 * Leaving what was breached for sure is slow, tier by tier; what is merely possible ends as soon as it is not. Nothing else changes where
 * nothing rises.
 */
const fall = (running: RunningAlert, sureIndex: number, reading: Reading, policy: Policy): Next => {
  // What was before the alert stood says nothing of leaving it.
  if (reading.at_ms < running.since_ms) return { running, change: null };
  const leftFrom_ms = running.leftFrom_ms ?? running.since_ms;
  const wasUntold = reading.at_ms < leftFrom_ms;
  const standing = indexOf(reading, running.alert.level);
  const leaving = reading.tiers.map(({ limit_m }, index) => {
    const before = running.leaving[index] ?? null;
    const counts = before !== null && (wasUntold || before.at_ms >= leftFrom_ms);
    return index < sureIndex ? null : leavingSince(counts ? before : null, limit_m, reading, policy);
  });
  const stays = (index: number): boolean => {
    const tier = reading.tiers[index];
    if (tier === undefined) return false;
    if (index >= sureIndex)
      return mayBeWithin(reading, tier.limit_m) || !isLeft(leaving[index] ?? null, reading, policy);
    return possibleBy(reading, tier) !== null;
  };
  let index = standing;
  while (index < reading.tiers.length && !stays(index)) index += 1;
  const sureLevel = reading.tiers[Math.max(index, sureIndex)]?.level ?? null;
  if (index === standing) {
    const same =
      sureLevel === sureLevelOf(running) && leaving.every((since, i) => since === (running.leaving[i] ?? null));
    return { running: same ? running : { ...running, sureLevel, leaving }, change: null };
  }
  // Nobody had heard of it by then: it stands, and is left from its telling on.
  if (wasUntold) {
    const left = running.left ?? { by_ms: reading.at_ms, to: reading.tiers[index]?.level ?? null };
    return { running: { ...running, left, leaving: [] }, change: null };
  }
  const at = { at_ms: reading.now_ms, measured: reading.present };
  const outer = fallen(running, index, sureIndex, reading);
  if (outer === null)
    return { running: null, change: { ...at, kind: 'cleared', alert: running.alert, reason: 'left' } };
  const alert = stateOf(reading, outer, running.alert.alertId, sureLevel);
  return {
    running: { ...begun(reading, outer, alert, sureLevel), since_ms: running.since_ms, leftFrom_ms, leaving },
    change: { ...at, kind: 'level', alert, measured: outer.measured, rose: false },
  };
};

/** Takes the next state of one rule's alert into the memory. */
const withNext = (
  rules: OrderRules,
  pending: ReadonlyMap<string, Mark>,
  reading: Reading,
  next: Next,
  policy: Policy,
): Evaluation => {
  const before = rules.running.get(reading.key);
  if (before === (next.running ?? undefined)) return { rules: { ...rules, pending }, changes: [] };
  const running = new Map(rules.running);
  if (next.running === null) running.delete(reading.key);
  else running.set(reading.key, next.running);
  const moved =
    before !== undefined &&
    (before.alert.level !== next.running?.alert.level ||
      (before.left !== undefined && next.running.left === undefined));
  const past = moved ? withStood(rules.stood, reading.key, before, reading.at_ms, policy) : rules.stood;
  return { rules: { ...rules, running, pending, stood: past }, changes: next.change === null ? [] : [next.change] };
};

/**
 * Steps one rule by what a late fix proves of the past, or what is learned after an order's end: what was known then is no news, and nothing
 * is left because of it.
 */
export const stepKnown = (
  rules: OrderRules,
  reading: Reading,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const found = nearestSure(reading);
  if (found === null || stoodAt(rules, reading, found)) return { rules, changes: [] };
  const running = rules.running.get(reading.key);
  const sureIndex = Math.min(found.index, indexOf(reading, sureLevelOf(running)));
  const next = rise(running, found, sureIndex, reading, newAlertId);
  return next === null ? { rules, changes: [] } : withNext(rules, rules.pending, reading, next, policy);
};

/**
 * Steps one rule by one reading, of the present or of a moment of the past that a fix has just settled. Certainty only rises within a
 * level. `at_ms` of what changes is when it was learned.
 */
export const stepRule = (
  rules: OrderRules,
  reading: Reading,
  policy: Policy,
  newAlertId: () => AlertId,
): Evaluation => {
  const pending = new Map(rules.pending);
  const sure = nearestSure(reading);
  const possible = reading.past ? null : nearestPossible(pending, reading, policy);
  const before = rules.running.get(reading.key);
  const sureIndex = Math.min(sure?.index ?? reading.tiers.length, indexOf(reading, sureLevelOf(before)));
  // What a fix shows of the past may have stood and been left again before it came.
  const isPast = sure !== null && (reading.past || sure.closestAt_ms !== null);
  const news = isPast && stoodBefore(rules, reading, sure) ? null : sure;
  const surely = rise(before, news, sureIndex, reading, newAlertId);
  const known = surely === null ? { rules, changes: [] } : withNext(rules, pending, reading, surely, policy);
  // What is possible beyond what is sure comes on top of it: neither hides the other.
  const running = known.rules.running.get(reading.key);
  const next =
    rise(running, possible, sureIndex, reading, newAlertId) ??
    (surely !== null || running === undefined ? null : fall(running, sureIndex, reading, policy));
  if (next === null && surely !== null) return known;
  const done = withNext(known.rules, pending, reading, next ?? { running: null, change: null }, policy);
  return { rules: done.rules, changes: [...known.changes, ...done.changes] };
};
