import type { Policy } from '../policy.ts';
import type { Window } from './approach.ts';
import { grace_s } from './radius.ts';
import type { Subject } from './types.ts';

/**
 * The way to a fix from the one before it, or from `since_ms` where it bears out what came after that; the moment of the fix itself where
 * nothing was before it. After a gap too long for a straight line the last known place stands until the fix.
 */
const wayTo = ({ path }: Subject, fix_ms: number, since_ms: number | null): Window => {
  const before_ms = since_ms ?? path.at_ms(path.upTo(fix_ms) - 1);
  return { from_ms: Number.isNaN(before_ms) ? fix_ms : before_ms, to_ms: fix_ms };
};

/**
 * Until when it is settled where somebody was: the last fix; where the next one is overdue nobody waits for it, and the last known place
 * with its growing radius stands for the time since.
 */
const settled_ms = (subject: Subject, at_ms: number, policy: Policy): number =>
  at_ms - subject.fix.at_ms > grace_s(subject, policy) * 1000 ? at_ms : subject.fix.at_ms;

/** A stretch of the past that a fix has settled, and the end of the way that it belongs to. */
export type Settled = Window & { readonly until_ms: number };

const upTo = ({ from_ms, to_ms }: Window, end_ms: number): Settled | null =>
  from_ms <= end_ms ? { from_ms, to_ms: Math.min(to_ms, end_ms), until_ms: to_ms } : null;

/**
 * The past that a new fix of `mover` at `fix_ms` settles, given where `other` is known to have been (null: places that do not move): only
 * there can both tracks be compared at the same instant. Each stretch is settled once by whichever of the two fixes comes later. `since_ms`
 * reaches farther back than the fix before. Null where the fix settles nothing.
 */
export const settledBy = (
  mover: Subject,
  fix_ms: number,
  since_ms: number | null,
  other: Subject | null,
  policy: Policy,
): Settled | null => {
  const way = wayTo(mover, fix_ms, since_ms);
  return upTo(way, other === null ? way.to_ms : settled_ms(other, way.to_ms, policy));
};

/**
 * The past that a late fix of `mover` changes: the straight ways to it and from it, or the moment itself where the gaps are too long,
 * as far as it is settled where `other` was. Null where nothing is.
 */
export const changedBy = (mover: Subject, late_ms: number, other: Subject | null, policy: Policy): Settled | null => {
  const { path } = mover;
  const index = path.upTo(late_ms);
  const reach = (neighbour: number): number => {
    const at_ms = path.at_ms(neighbour);
    return Math.abs(at_ms - late_ms) <= policy.track.maxLeg_s * 1000 ? at_ms : late_ms;
  };
  const window = { from_ms: reach(index - 1), to_ms: reach(index + 1) };
  return upTo(window, other === null ? window.to_ms : settled_ms(other, window.to_ms, policy));
};
