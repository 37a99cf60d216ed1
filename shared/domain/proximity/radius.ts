import type { Policy } from '../policy.ts';
import type { Subject } from '../rules/types.ts';

/** Age of a subject's last fix, seconds, never negative. */
export const age_s = (subject: Pick<Subject, 'fix'>, now_ms: number): number =>
  Math.max(0, (now_ms - subject.fix.at_ms) / 1000);

/**
 * Radius within which the subject is now with 95 % confidence, metres: `R = 1.62 × accuracy + v × max(0, age − 1.5 × interval)`.
 * 1.62 ≈ √(ln 0.05 / ln 0.32) turns the 68 % radius of a two-dimensional normal error into the 95 % one. `v` is 1.5 × the fastest recent
 * speed, held within the policy's bounds; it stands still while no fix comes, so R only grows.
 */
export const radius_m = (subject: Subject, now_ms: number, policy: Policy): number => {
  const u = policy.uncertainty;
  const v = Math.min(u.maxSpeed_mps, Math.max(u.minSpeed_mps, u.speedFactor * subject.topSpeed_mps));
  const growing_s = Math.max(0, age_s(subject, now_ms) - u.graceIntervals * subject.interval_s);
  return u.radiusFactor * (subject.fix.accuracy_m ?? u.defaultAccuracy_m) + v * growing_s;
};
