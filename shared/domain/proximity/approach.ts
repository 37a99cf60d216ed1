import { offset_m } from '../geo/geodesic.ts';
import { nearestToOrigin } from '../geo/segment.ts';
import { signedDistance_m } from '../geo/zones.ts';
import { nearestOnLeg } from '../geo/zoneLeg.ts';
import type { ZoneShape } from '../orders.ts';
import type { Policy } from '../policy.ts';
import { placeOnWay } from './path.ts';
import type { Place } from './path.ts';
import { apart } from './separation.ts';
import type { Bounded, Subject } from './types.ts';

/** A stretch of the past, both ends included. */
export type Window = { readonly from_ms: number; readonly to_ms: number };

/** The nearest that something came within a window, and when. */
export type Approach = Bounded & { readonly at_ms: number };

/** Whichever came nearer; the earlier where both are alike. */
export const nearer = (a: Approach | null, b: Approach | null): Approach | null =>
  a === null || (b !== null && b.d < a.d) ? b : a;

/** Calls `visit` for every stretch of a window within which no subject passes one of its fixes. */
const eachStretch = (
  subjects: readonly Subject[],
  window: Window,
  visit: (from_ms: number, to_ms: number, indices: readonly number[]) => void,
): void => {
  const indices = subjects.map(({ path }) => path.upTo(window.from_ms));
  if (indices.some((index) => index < 0)) return;
  let { from_ms } = window;
  do {
    let to_ms = window.to_ms;
    subjects.forEach(({ path }, i) => {
      const next = (indices[i] ?? 0) + 1;
      if (next < path.size()) to_ms = Math.min(to_ms, path.at_ms(next));
    });
    visit(from_ms, to_ms, indices);
    subjects.forEach(({ path }, i) => {
      const next = (indices[i] ?? 0) + 1;
      if (next < path.size() && path.at_ms(next) <= to_ms) indices[i] = next;
    });
    from_ms = to_ms;
  } while (from_ms < window.to_ms);
};

const between = (a: number, b: number, share: number): number => a + (b - a) * share;

/**
 * Closest approach of two moving people within a window: between two fixes each moves on the straight line at constant speed, so that
 * their offset does too, and is least at the foot of the perpendicular from where they would meet. Null where one of them was not yet
 * known.
 */
export const closestApproach = (
  offender: Subject,
  victim: Subject,
  window: Window,
  policy: Policy,
): Approach | null => {
  let best: Approach | null = null;
  eachStretch([offender, victim], window, (from_ms, to_ms, [o = 0, v = 0]) => {
    const of = (subject: Subject, index: number): readonly [Place, Place] => [
      placeOnWay(subject, index, from_ms, policy),
      placeOnWay(subject, index, to_ms, policy),
    ];
    const [o1, o2] = of(offender, o);
    const [v1, v2] = of(victim, v);
    const { share, distance } = nearestToOrigin(offset_m(v1.at, o1.at), offset_m(v2.at, o2.at));
    const radii_m = between(o1.radius_m + v1.radius_m, o2.radius_m + v2.radius_m, share);
    best = nearer(best, { ...apart(distance, radii_m), at_ms: between(from_ms, to_ms, share) });
  });
  return best;
};

/** The nearest that a subject came to a zone within a window, or the deepest inside it; signed distance to the edge. */
export const closestToZone = (subject: Subject, shape: ZoneShape, window: Window, policy: Policy): Approach | null => {
  let best: Approach | null = null;
  eachStretch([subject], window, (from_ms, to_ms, [index = 0]) => {
    const a = placeOnWay(subject, index, from_ms, policy);
    const b = placeOnWay(subject, index, to_ms, policy);
    const share = nearestOnLeg(shape, a.at, b.at);
    const at = [between(a.at[0], b.at[0], share), between(a.at[1], b.at[1], share)] as const;
    const d = signedDistance_m(shape, at);
    const r = between(a.radius_m, b.radius_m, share);
    best = nearer(best, { d, min: d - r, max: d + r, at_ms: between(from_ms, to_ms, share) });
  });
  return best;
};
