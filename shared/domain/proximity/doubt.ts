import type { Policy } from '../policy.ts';
import type { Subject } from './types.ts';

type Doubted = Pick<Subject, 'doubted_ms' | 'hasCollapsed'>;

/**
 * True while somebody's newest fixes contradict their own track, nothing has borne them out, and the policy's time since the first of them
 * is not over: a true approach waits no longer than that.
 */
export const isContradicting = ({ doubted_ms }: Doubted, now_ms: number, { fixes }: Policy): boolean =>
  doubted_ms !== null && now_ms - doubted_ms < fixes.doubt_s * 1000;

/** The same, or their accuracy has collapsed: nothing that they show is sure while that lasts. */
export const isInDoubt = (subject: Doubted, now_ms: number, policy: Policy): boolean =>
  isContradicting(subject, now_ms, policy) ||
  (subject.hasCollapsed && subject.doubted_ms !== null && now_ms - subject.doubted_ms < policy.fixes.collapse_s * 1000);
