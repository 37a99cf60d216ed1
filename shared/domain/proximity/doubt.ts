import type { Policy } from '../policy.ts';
import type { Subject } from './types.ts';

/**
 * True while somebody's newest fixes contradict their own track, nothing has borne them out, and the policy's time since the first of them
 * is not over: a true approach waits no longer than that.
 */
export const isInDoubt = ({ doubted_ms }: Pick<Subject, 'doubted_ms'>, now_ms: number, { fixes }: Policy): boolean =>
  doubted_ms !== null && now_ms - doubted_ms < fixes.doubt_s * 1000;
