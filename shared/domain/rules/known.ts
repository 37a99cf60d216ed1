import type { Subject } from '../proximity/types.ts';
import type { OrderRules } from './types.ts';

/** Notes that something wrong with a device is known, so that it is not told again after operators have ended its alert. */
export const withKnown = (rules: OrderRules, keys: readonly string[], at_ms: number): OrderRules => {
  const reported = new Map(rules.reported);
  for (const key of keys) reported.set(key, at_ms);
  return { ...rules, reported };
};

/** Forgets what has ended: the next time is told anew. */
export const withoutKnown = (rules: OrderRules, keys: readonly string[]): OrderRules => {
  if (!keys.some((key) => rules.reported.has(key))) return rules;
  const reported = new Map(rules.reported);
  for (const key of keys) reported.delete(key);
  return { ...rules, reported };
};

/**
 * True when a trouble was told that has not ended since. After a restart what was told before the last known fix is no longer: that fix
 * ended it, and nobody was there to see.
 */
export const isKnown = (rules: OrderRules, key: string, subject: Subject | null): boolean => {
  const at_ms = rules.reported.get(key);
  return at_ms !== undefined && !(subject !== null && subject.fixes === 0 && subject.fix.at_ms > at_ms);
};
