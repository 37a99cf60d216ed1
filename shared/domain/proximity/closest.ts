import type { Fix } from '../fixes.ts';
import type { PersonId } from '../ids.ts';
import { distance_m } from '../geo/geodesic.ts';
import type { Policy } from '../policy.ts';
import type { Heard } from '../rules/types.ts';
import { pairStretches } from './approach.ts';
import type { Approach, Window } from './approach.ts';
import { isLeg } from './path.ts';
import { isLost } from './radius.ts';
import { separate } from './separation.ts';
import type { Path, Subject } from './types.ts';
import { changedBy, wayTo } from './window.ts';

/** Finds the least distance of an offender and one victim. */
export type ClosestFinder = {
  /** Takes the ways already known within a window, as far as the tracks remember them, and the present. */
  readonly begin: (window: Window, offender: Subject, victim: Subject, now_ms: number) => void;
  /** Takes what was heard at `now_ms`, with both people as they are known since. */
  readonly heard: (heard: readonly Heard[], offender: Subject, victim: Subject, now_ms: number) => void;
  /** Null where the two were never known at the same time while it counts. */
  readonly closest: () => Approach | null;
};

/** A distance to last known places, from the time of one fix on; a later fix may show that one of the two was elsewhere by then. */
type Provisional = Approach & { readonly offender: Fix; readonly victim: Fix };

const nearer = <T extends Approach>(a: T | null, b: T): T => (a === null || b.d < a.d ? b : a);

type Disc = Pick<Fix, 'lon' | 'lat' | 'accuracy_m'>;

/** True when two fixes of one person may be of the same place. */
export const isSamePlace = (a: Disc, b: Disc, { uncertainty }: Policy): boolean => {
  const accuracy = (disc: Disc): number => disc.accuracy_m ?? uncertainty.defaultAccuracy_m;
  return distance_m([a.lon, a.lat], [b.lon, b.lat]) <= uncertainty.radiusFactor * (accuracy(a) + accuracy(b));
};

/**
 * True where fixes say where somebody was: at the time of one, on a straight way, or in a longer gap that ends where it began, as long as that
 * place was not lost.
 */
const isKnownAt = (path: Path, at_ms: number, policy: Policy): boolean => {
  const index = path.upTo(at_ms);
  if (path.at_ms(index) === at_ms || isLeg(path, index, policy)) return true;
  const discAt = (i: number): Disc => ({ lon: path.lon(i), lat: path.lat(i), accuracy_m: path.accuracy_m(i) });
  if (index < 0 || index + 1 >= path.size()) return false;
  const isKept = at_ms - path.at_ms(index) < policy.silence.locationLostAfter_s * 1000;
  return isKept && isSamePlace(discAt(index), discAt(index + 1), policy);
};

/**
 * Distances count at the same instant, between fixes on the straight way. One to a last known place counts only until a later fix shows
 * where its person really was: on the way there, or somewhere else; and not at all once that place is lost.
 */
export const createClosestFinder = (given: {
  readonly offender: PersonId;
  readonly victim: PersonId;
  /** When distances count. */
  readonly counts: Window;
  /** What is known of before. */
  readonly before: Approach | null;
  readonly policy: Policy;
}): ClosestFinder => {
  const { counts, policy } = given;
  let best = given.before;
  /** The nearest of each that a later fix can touch. */
  const provisional = new Map<string, Provisional>();

  const put = (one: Provisional): void => {
    // One of the way there stands when one of the time since is disproved.
    const key = [one.offender, one.victim].map((fix) => `${fix.at_ms} ${one.at_ms > fix.at_ms}`).join(' ');
    provisional.set(key, nearer(provisional.get(key) ?? null, one));
  };

  /**
   * The way within a window. Where only one of the two is known, the other's last known place counts, as the rules do while nobody knows
   * better, until a later fix shows where they really were.
   */
  const settle = (window: Window | null, offender: Subject, victim: Subject, now_ms: number): void => {
    if (window === null) return;
    const from_ms = Math.max(window.from_ms, counts.from_ms);
    const to_ms = Math.min(window.to_ms, counts.to_ms);
    if (from_ms > to_ms) return;
    for (const stretch of pairStretches(offender, victim, { from_ms, to_ms }, now_ms, policy)) {
      const middle_ms = (stretch.from_ms + stretch.to_ms) / 2;
      const isKnown = ({ path }: Subject): boolean => isKnownAt(path, middle_ms, policy);
      const isLast = (one: Subject): boolean => one.fix.at_ms < middle_ms && !isLost(one, middle_ms, policy);
      if (isKnown(offender) && isKnown(victim)) best = nearer(best, stretch.nearest);
      else if ((isKnown(offender) && isLast(victim)) || (isKnown(victim) && isLast(offender)))
        put({ ...stretch.nearest, offender: offender.fix, victim: victim.fix });
    }
  };

  /**
   * What rested on the fix before this one is settled by the way to it, or disproved by where it leads. True where a gap too long for a
   * straight way ends at the place it began at: then its person stood there all the time.
   */
  const review = (who: 'offender' | 'victim', before: Fix, fix: Fix): boolean => {
    const isLeg = fix.at_ms - before.at_ms <= policy.track.maxLeg_s * 1000;
    const stands = !isLeg && isSamePlace(before, fix, policy);
    const touched = [...provisional].filter(([, one]) => one[who].at_ms === before.at_ms && one.at_ms > before.at_ms);
    for (const [key] of touched) provisional.delete(key);
    if (stands) for (const [, one] of touched) put({ ...one, [who]: fix });
    return stands;
  };

  /** What no later fix can touch any more counts. */
  const count = (offender: Fix, victim: Fix): void => {
    for (const [key, one] of provisional) {
      if (one.offender === offender || one.victim === victim) continue;
      best = nearer(best, one);
      provisional.delete(key);
    }
  };

  /** The distance to the last known places counts until it is settled. */
  const note = (offender: Subject, victim: Subject, now_ms: number): void => {
    const known = !isLost(offender, now_ms, policy) && !isLost(victim, now_ms, policy);
    if (known && now_ms >= counts.from_ms && now_ms <= counts.to_ms) {
      const present = separate(offender, victim, now_ms, policy);
      put({ ...present, at_ms: now_ms, offender: offender.fix, victim: victim.fix });
    }
    count(offender.fix, victim.fix);
  };

  const last: { offender: Fix | null; victim: Fix | null } = { offender: null, victim: null };

  return {
    begin: (window, offender, victim, now_ms) => {
      settle(window, offender, victim, now_ms);
      last.offender = offender.fix;
      last.victim = victim.fix;
      note(offender, victim, now_ms);
    },
    heard: (heard, offender, victim, now_ms) => {
      for (const { person, as, fix, since_ms } of heard) {
        if (as === 'held') continue;
        const who = person === given.offender ? 'offender' : 'victim';
        const [mover, other] = who === 'offender' ? [offender, victim] : [victim, offender];
        settle(
          as === 'late'
            ? changedBy(mover, fix.at_ms, { subject: other, handsIn: false }, now_ms, policy)
            : wayTo(mover, fix.at_ms, since_ms, policy),
          offender,
          victim,
          now_ms,
        );
        if (as === 'late') continue;
        const before = last[who];
        if (before !== null && review(who, before, fix))
          settle({ from_ms: before.at_ms, to_ms: fix.at_ms }, offender, victim, now_ms);
        last[who] = fix;
      }
      last.offender ??= offender.fix;
      last.victim ??= victim.fix;
      note(offender, victim, now_ms);
    },
    closest: () => [...provisional.values()].reduce<Approach | null>(nearer, best),
  };
};
