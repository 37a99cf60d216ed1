import type { Order } from '../../../shared/domain/orders.ts';
import { isInForce } from '../../../shared/domain/orders.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { closestApproach } from '../../../shared/domain/proximity/approach.ts';
import { changedBy, settledBy } from '../../../shared/domain/proximity/window.ts';
import type { Window } from '../../../shared/domain/proximity/approach.ts';
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

const nearer = (a: Closest | null, b: Closest): Closest => (a === null || b.distance_m < a.distance_m ? b : a);

/**
 * Distances count at the same instant, between fixes on the straight way. What is measured to a last known place counts only where the
 * next fix does not show, within the time in which it may, where its person really was, and not at all once that is lost.
 */
export const createClosestFinder = (order: Order, policy: Policy): ClosestFinder => {
  let best: Closest | null = null;
  let provisional: readonly Closest[] = [];

  const settle = (window: Window, offender: Subject, victim: Subject): void => {
    provisional = provisional.filter(({ at_ms }) => at_ms < window.from_ms || at_ms > window.to_ms);
    const approach = closestApproach(offender, victim, window, policy);
    if (approach !== null && isInForce(order, approach.at_ms))
      best = nearer(best, { distance_m: approach.d, at_ms: approach.at_ms });
  };

  return {
    heard: (heard, offender, victim, now_ms) => {
      const oldest_ms = now_ms - policy.track.maxLeg_s * 1000;
      for (const one of provisional) if (one.at_ms < oldest_ms) best = nearer(best, one);
      provisional = provisional.filter(({ at_ms }) => at_ms >= oldest_ms);
      const place = ({ fix }: Subject) => [fix.lon, fix.lat] as const;
      const known = !isLost(offender, now_ms, policy) && !isLost(victim, now_ms, policy);
      if (known && isInForce(order, now_ms))
        provisional = [...provisional, { distance_m: distance_m(place(offender), place(victim)), at_ms: now_ms }];
      for (const { person, as, fix } of heard) {
        if (as === 'held') continue;
        const [mover, other] = person === PEOPLE.offender ? [offender, victim] : [victim, offender];
        const window =
          as === 'late' ? changedBy(mover, fix.at_ms, other, policy) : settledBy(mover, fix.at_ms, other, policy);
        if (window !== null) settle(window, offender, victim);
      }
    },
    closest: () => provisional.reduce(nearer, best),
  };
};
