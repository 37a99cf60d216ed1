import type { Policy } from '../policy.ts';
import type { Window } from './approach.ts';
import { grace_s } from './radius.ts';
import type { Subject } from './types.ts';

/** Somebody, and whether their device is handing in what it has kept, so that the next fix may come at once. */
export type Mover = { readonly subject: Subject; readonly handsIn: boolean };

/**
 * True while a next fix may still show by a straight way where somebody has been since the last one. Once it is overdue, or would come too
 * late for a straight way, nobody waits: the last known place with its growing radius stands for the time since.
 */
const isAwaitedFrom = ({ subject, handsIn }: Mover, now_ms: number, policy: Policy): boolean =>
  handsIn || now_ms - subject.fix.at_ms <= Math.min(grace_s(subject, policy), policy.track.maxLeg_s) * 1000;

/** Until when the past of two people can be weighed: only there is known, of both at the same instant, where they were or that nobody will say. */
export const settledUpTo_ms = (offender: Mover, victim: Mover, now_ms: number, policy: Policy): number => {
  const known = [offender, victim].filter((mover) => isAwaitedFrom(mover, now_ms, policy));
  const times = (known.length === 0 ? [offender, victim] : known).map(({ subject }) => subject.fix.at_ms);
  return known.length === 0 ? Math.max(...times) : Math.min(...times);
};

/**
 * The straight way to a fix from the one before it, or from `since_ms` where it bears out what came after that; null where the gap is too
 * long, or nothing was before.
 */
export const wayTo = ({ path }: Subject, fix_ms: number, since_ms: number | null, policy: Policy): Window | null => {
  const before_ms = since_ms ?? path.at_ms(path.upTo(fix_ms) - 1);
  const isStraight = since_ms !== null || fix_ms - before_ms <= policy.track.maxLeg_s * 1000;
  return isStraight ? { from_ms: before_ms, to_ms: fix_ms } : null;
};

/**
 * The past that a late fix of `mover` changes: the straight ways to it and from it, or the moment itself where the gaps are too long,
 * as far as it is settled where `other` was (null: places that do not move). Null where nothing is.
 */
export const changedBy = (
  mover: Subject,
  late_ms: number,
  other: Mover | null,
  now_ms: number,
  policy: Policy,
): Window | null => {
  const { path } = mover;
  const index = path.upTo(late_ms);
  const reach = (neighbour: number): number => {
    const at_ms = path.at_ms(neighbour);
    return Math.abs(at_ms - late_ms) <= policy.track.maxLeg_s * 1000 ? at_ms : late_ms;
  };
  const from_ms = reach(index - 1);
  const end_ms = reach(index + 1);
  const to_ms =
    other === null || !isAwaitedFrom(other, now_ms, policy) ? end_ms : Math.min(end_ms, other.subject.fix.at_ms);
  return from_ms <= to_ms ? { from_ms, to_ms } : null;
};
