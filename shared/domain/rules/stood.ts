import type { Level } from '../codes.ts';
import type { Policy } from '../policy.ts';
import type { Candidate, Reading } from './reading.ts';
import type { OrderRules, RunningAlert, Stood } from './types.ts';

/** The nearest tier that an alert is sure of; null while it rests on what is possible alone. */
export const sureLevelOf = (running: RunningAlert | undefined): Level | null => {
  if (running === undefined) return null;
  const { alert, sureLevel } = running;
  return sureLevel === undefined ? (alert.certainty === 'possible' ? null : alert.level) : sureLevel;
};

/** At which levels an alert stands for sure at which time, up to a moment. */
const spansOf = (running: RunningAlert, level: Level, to_ms: number): readonly Stood[] => {
  const { since_ms, left } = running;
  if (left === undefined) return [{ level, from_ms: since_ms, to_ms }];
  const first = { level, from_ms: since_ms, to_ms: left.by_ms };
  return left.to === null ? [first] : [first, { level: left.to, from_ms: left.by_ms, to_ms }];
};

/** Remembers the level an alert was sure of and has just left, for as long as a late fix can reach back. */
export const withStood = (
  stood: OrderRules['stood'],
  key: string,
  running: RunningAlert,
  to_ms: number,
  policy: Policy,
): OrderRules['stood'] => {
  const level = sureLevelOf(running);
  if (level === null) return stood;
  const oldest_ms = to_ms - policy.track.memory_s * 1000;
  const recent = (stood.get(key) ?? []).filter((past) => past.to_ms >= oldest_ms);
  return new Map(stood).set(key, [...recent, ...spansOf(running, level, to_ms)]);
};

const isNear = (reading: Reading, level: Level | null, found: Candidate): boolean => {
  const index = reading.tiers.findIndex((tier) => tier.level === level);
  return index !== -1 && index <= found.index;
};

/** Moments that differ by no more are the same: a fix names its own time, and what is found by the present names that of the finding. */
const SAME_MS = 1000;

/** True where a breach of a tier at a moment lies within one of these. */
const isWithin = (spans: readonly Stood[], reading: Reading, found: Candidate): boolean => {
  const at_ms = found.closestAt_ms ?? reading.at_ms;
  return spans.some(
    ({ level, from_ms, to_ms }) =>
      at_ms >= from_ms - SAME_MS && at_ms <= to_ms + SAME_MS && isNear(reading, level, found),
  );
};

/** True when an alert of the rule that has been left since stood for sure at this tier, or a nearer one, at the moment the breach was. */
export const stoodBefore = (rules: OrderRules, reading: Reading, found: Candidate): boolean =>
  isWithin(rules.stood.get(reading.key) ?? [], reading, found);

/** The same, or it stands still: a late proof of the breach is no news. */
export const stoodAt = (rules: OrderRules, reading: Reading, found: Candidate): boolean => {
  const running = rules.running.get(reading.key);
  const level = sureLevelOf(running);
  const stands =
    running !== undefined &&
    level !== null &&
    isWithin(spansOf(running, level, Number.POSITIVE_INFINITY), reading, found);
  return stands || stoodBefore(rules, reading, found);
};
