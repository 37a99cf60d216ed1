import type { Policy } from '../policy.ts';
import type { Subject } from './types.ts';

/** Age of a subject's last believed fix, seconds, never negative. One that is held shows where nobody can have come. */
export const age_s = (subject: Pick<Subject, 'fix'>, now_ms: number): number =>
  Math.max(0, (now_ms - subject.fix.at_ms) / 1000);

/** How fast a subject can move, m/s: 1.5 × the fastest of lately, held within the policy's bounds. */
export const reachSpeed_mps = (subject: Pick<Subject, 'topSpeed_mps'>, policy: Policy): number => {
  const u = policy.uncertainty;
  return Math.min(u.maxSpeed_mps, Math.max(u.minSpeed_mps, u.speedFactor * subject.topSpeed_mps));
};

/** Seconds until a subject's next fix is overdue and its radius starts to grow. */
export const grace_s = (subject: Pick<Subject, 'interval_s'>, policy: Policy): number =>
  policy.uncertainty.graceIntervals * subject.interval_s;

/**
 * Radius around a fix of the given accuracy (68 %, metres) that holds the subject with 95 % confidence after `age` seconds, metres:
 * `R = 1.62 × accuracy + v × max(0, age − 1.5 × interval)`. 1.62 ≈ √(ln 0.05 / ln 0.32) turns the 68 % radius of a two-dimensional
 * normal error into the 95 % one. `v` stands still while no fix comes, so R only grows.
 */
export const radiusAfter_m = (
  subject: Pick<Subject, 'interval_s' | 'topSpeed_mps'>,
  accuracy_m: number,
  age: number,
  policy: Policy,
): number =>
  policy.uncertainty.radiusFactor * accuracy_m +
  reachSpeed_mps(subject, policy) * Math.max(0, age - grace_s(subject, policy));

/** Radius within which the subject is now with 95 % confidence, metres; see `radiusAfter_m`. */
export const radius_m = (
  subject: Pick<Subject, 'fix' | 'interval_s' | 'topSpeed_mps'>,
  now_ms: number,
  policy: Policy,
): number =>
  radiusAfter_m(
    subject,
    subject.fix.accuracy_m ?? policy.uncertainty.defaultAccuracy_m,
    age_s(subject, now_ms),
    policy,
  );

/** Whether the last fix is so old that nothing can be said of where the subject is, and its disc means nothing. */
export const isLost = (subject: Pick<Subject, 'fix'>, now_ms: number, policy: Policy): boolean =>
  age_s(subject, now_ms) >= policy.silence.locationLostAfter_s;
