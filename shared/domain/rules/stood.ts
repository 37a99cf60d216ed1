import type { Level } from '../codes.ts';
import type { Policy } from '../policy.ts';
import type { Candidate, Reading } from './reading.ts';
import type { OrderRules, RunningAlert, Stood } from './types.ts';

/** Remembers the level an alert has just left, for as long as a late fix can reach back. */
export const withStood = (
  stood: OrderRules['stood'],
  key: string,
  left: RunningAlert,
  to_ms: number,
  policy: Policy,
): OrderRules['stood'] => {
  const oldest_ms = to_ms - policy.track.memory_s * 1000;
  const recent = (stood.get(key) ?? []).filter((past) => past.to_ms >= oldest_ms);
  const span: Stood = { level: left.alert.level, from_ms: left.since_ms, to_ms };
  return new Map(stood).set(key, [...recent, span]);
};

const isNear = (reading: Reading, level: Level, found: Candidate): boolean =>
  reading.tiers.findIndex((tier) => tier.level === level) <= found.index;

/** True when an alert of the rule that has been left since stood at this tier, or a nearer one, at the moment the breach was. */
export const stoodBefore = (rules: OrderRules, reading: Reading, found: Candidate): boolean => {
  const at_ms = found.closestAt_ms ?? reading.at_ms;
  return (rules.stood.get(reading.key) ?? []).some(
    ({ level, from_ms, to_ms }) => at_ms >= from_ms && at_ms <= to_ms && isNear(reading, level, found),
  );
};

/** The same, or it stands still: a late proof of the breach is no news. */
export const stoodAt = (rules: OrderRules, reading: Reading, found: Candidate): boolean => {
  const running = rules.running.get(reading.key);
  if (running !== undefined && isNear(reading, running.alert.level, found))
    if (running.since_ms <= (found.closestAt_ms ?? reading.at_ms)) return true;
  return stoodBefore(rules, reading, found);
};
