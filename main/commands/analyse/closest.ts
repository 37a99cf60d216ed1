import type { Order } from '../../../shared/domain/orders.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import type { Fix } from '../../../shared/domain/fixes.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { pairStretches } from '../../../shared/domain/proximity/approach.ts';
import type { Window } from '../../../shared/domain/proximity/approach.ts';
import { changedBy, wayTo } from '../../../shared/domain/proximity/window.ts';
import { isLost } from '../../../shared/domain/proximity/radius.ts';
import type { Heard } from '../../../shared/domain/rules/types.ts';
import { PEOPLE } from './people.ts';
import type { Subject } from '../../../shared/domain/proximity/types.ts';

export type Closest = { readonly distance_m: number; readonly at_ms: number };

/** Finds the least distance of the whole analysis. */
export type ClosestFinder = {
  /** Takes what was heard at `now_ms`, with both people as they are known since. */
  readonly heard: (heard: readonly Heard[], offender: Subject, victim: Subject, now_ms: number) => void;
  /** Null where the two were never known at the same time under an order in force. */
  readonly closest: () => Closest | null;
};

/** A distance to last known places, from the time of one fix on; a later fix may show that one of the two was elsewhere by then. */
type Provisional = Closest & { readonly offender: Fix; readonly victim: Fix };

const nearer = <T extends Closest>(a: T | null, b: T): T => (a === null || b.distance_m < a.distance_m ? b : a);

const apart_m = (a: Fix, b: Fix): number => distance_m([a.lon, a.lat], [b.lon, b.lat]);

/** True when two fixes of one person may be of the same place. */
export const isSamePlace = (a: Fix, b: Fix, { uncertainty }: Policy): boolean => {
  const accuracy = (fix: Fix): number => fix.accuracy_m ?? uncertainty.defaultAccuracy_m;
  return apart_m(a, b) <= uncertainty.radiusFactor * (accuracy(a) + accuracy(b));
};

/**
 * Distances count at the same instant, between fixes on the straight way. One to a last known place counts only until a later fix shows
 * where its person really was: on the way there, or somewhere else; and not at all once that place is lost.
 */
export const createClosestFinder = (order: Order, policy: Policy): ClosestFinder => {
  let best: Closest | null = null;
  let provisional: readonly Provisional[] = [];

  const settle = (window: Window | null, offender: Subject, victim: Subject, now_ms: number): void => {
    if (window === null) return;
    const from_ms = Math.max(window.from_ms, order.validFrom_ms);
    const last_ms = Math.min(order.validTo_ms, order.revokedAt_ms ?? order.validTo_ms) - 1;
    // Only where both ways are known; what lies beyond is weighed once they are.
    const to_ms = Math.min(window.to_ms, last_ms, offender.fix.at_ms, victim.fix.at_ms);
    if (from_ms > to_ms) return;
    for (const { nearest } of pairStretches(offender, victim, { from_ms, to_ms }, now_ms, policy))
      best = nearer(best, { distance_m: nearest.d, at_ms: nearest.at_ms });
  };

  /**
   * What rested on the fix before this one is settled by the way to it, or disproved by where it leads. True where a gap too long for a
   * straight way ends at the place it began at: then its person stood there all the time.
   */
  const review = (who: 'offender' | 'victim', before: Fix, fix: Fix): boolean => {
    const isLeg = fix.at_ms - before.at_ms <= policy.track.maxLeg_s * 1000;
    const stands = !isLeg && isSamePlace(before, fix, policy);
    const touched = provisional.filter((one) => one[who].at_ms === before.at_ms && one.at_ms > before.at_ms);
    provisional = provisional.filter((one) => !touched.includes(one));
    if (stands) provisional = [...provisional, ...touched.map((one) => ({ ...one, [who]: fix }))];
    return stands;
  };

  /** What no later fix can touch any more counts. */
  const count = (offender: Fix, victim: Fix): void => {
    const isOpen = (one: Provisional): boolean => one.offender === offender || one.victim === victim;
    for (const one of provisional) if (!isOpen(one)) best = nearer(best, one);
    const open = provisional.filter(isOpen);
    const kept = new Map<string, Provisional>();
    for (const one of open) {
      const key = `${one.offender.at_ms} ${one.victim.at_ms}`;
      kept.set(key, nearer(kept.get(key) ?? null, one));
    }
    provisional = [...kept.values()];
  };

  const last: { offender: Fix | null; victim: Fix | null } = { offender: null, victim: null };

  return {
    heard: (heard, offender, victim, now_ms) => {
      for (const { person, as, fix, since_ms } of heard) {
        if (as === 'held') continue;
        const who = person === PEOPLE.offender ? 'offender' : 'victim';
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
      const known = !isLost(offender, now_ms, policy) && !isLost(victim, now_ms, policy);
      if (known && isInForce(order, now_ms)) {
        const distance = apart_m(offender.fix, victim.fix);
        const one = { distance_m: distance, at_ms: now_ms, offender: offender.fix, victim: victim.fix };
        provisional = [...provisional, one];
      }
      count(offender.fix, victim.fix);
    },
    closest: () => {
      const found = provisional.reduce<Closest | null>(nearer, best);
      return found === null ? null : { distance_m: found.distance_m, at_ms: found.at_ms };
    },
  };
};
