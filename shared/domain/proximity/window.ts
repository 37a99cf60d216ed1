import type { Policy } from '../policy.ts';
import type { Window } from './approach.ts';
import { grace_s } from './radius.ts';
import type { Subject } from './types.ts';

const span = (from_ms: number, to_ms: number): Window | null => (from_ms < to_ms ? { from_ms, to_ms } : null);

/** The way to a fix from the one before it; null where the gap is too long for a straight line. */
const legTo = ({ path }: Subject, fix_ms: number, policy: Policy): Window | null => {
  const before_ms = path.at_ms(path.upTo(fix_ms) - 1);
  return fix_ms - before_ms <= policy.track.maxLeg_s * 1000 ? span(before_ms, fix_ms) : null;
};

/**
 * Until when it is settled where somebody was: the last fix; where the next one is overdue nobody waits for it, and the last known place
 * with its growing radius stands for the time since.
 */
const settled_ms = (subject: Subject, at_ms: number, policy: Policy): number =>
  at_ms - subject.fix.at_ms > grace_s(subject, policy) * 1000 ? at_ms : subject.fix.at_ms;

/**
 * The past that a new fix of `mover` at `fix_ms` settles, given where `other` is known to have been: only there can both tracks be compared at the
 * same instant. Each stretch is settled once by whichever of the two fixes comes later. Null where the fix settles nothing.
 */
export const settledBy = (mover: Subject, fix_ms: number, other: Subject | null, policy: Policy): Window | null => {
  const leg = legTo(mover, fix_ms, policy);
  if (leg === null || other === null) return leg;
  const settled = settled_ms(other, leg.to_ms, policy);
  return span(Math.min(leg.from_ms, settled), Math.min(leg.to_ms, settled));
};

/**
 * The past that a late fix of `mover` changes: the straight ways to it and from it, or the moment itself where the gaps are too long,
 * as far as it is settled where `other` was. Null where nothing is.
 */
export const changedBy = (mover: Subject, late_ms: number, other: Subject | null, policy: Policy): Window | null => {
  const { path } = mover;
  const index = path.upTo(late_ms);
  const reach = (neighbour: number): number => {
    const at_ms = path.at_ms(neighbour);
    return Math.abs(at_ms - late_ms) <= policy.track.maxLeg_s * 1000 ? at_ms : late_ms;
  };
  const window = { from_ms: reach(index - 1), to_ms: reach(index + 1) };
  if (other === null) return window;
  const to_ms = Math.min(window.to_ms, settled_ms(other, window.to_ms, policy));
  return to_ms < window.from_ms ? null : { from_ms: window.from_ms, to_ms };
};

/** The window that holds both; windows of one moment overlap or touch. */
export const joined = (a: Window | null, b: Window | null): Window | null =>
  a === null || b === null ? (a ?? b) : { from_ms: Math.min(a.from_ms, b.from_ms), to_ms: Math.max(a.to_ms, b.to_ms) };
