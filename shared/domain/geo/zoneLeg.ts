import type { LonLat } from '../fixes.ts';
import type { ZoneShape } from '../orders.ts';
import { unreachable } from '../result.ts';
import { offset_m } from './geodesic.ts';
import { crossing, nearestToOrigin } from './segment.ts';
import type { Point } from './segment.ts';
import { signedDistance_m } from './zones.ts';

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];

/**
 * Shares of a leg at which it can be nearest to a polygon's edge from outside, or deepest inside: its ends, the nearest point to each
 * corner, and the middle between two crossings of the edge.
 */
const candidates = (ring: readonly LonLat[], from: LonLat, to: LonLat): readonly number[] => {
  const corners = ring.map((corner) => offset_m(from, corner));
  const end = offset_m(from, to);
  const cuts: number[] = [0, 1];
  const nearest: number[] = [0, 1];
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % corners.length];
    if (next === undefined) return;
    nearest.push(nearestToOrigin(minus([0, 0], corner), minus(end, corner)).share);
    const cut = crossing([0, 0], end, corner, next);
    if (cut !== null) cuts.push(cut);
  });
  cuts.sort((a, b) => a - b);
  const middles = cuts.flatMap((cut, i) => (i === 0 ? [] : [((cuts[i - 1] ?? cut) + cut) / 2]));
  return [...nearest, ...middles];
};

/** Share of the way from one place to another (0 to 1) at which it is nearest to a zone's edge, or deepest inside the zone. */
export const nearestOnLeg = (shape: ZoneShape, from: LonLat, to: LonLat): number => {
  switch (shape.type) {
    case 'circle':
      return nearestToOrigin(offset_m(shape.centre, from), offset_m(shape.centre, to)).share;
    case 'polygon': {
      let best = 0;
      let least = Number.POSITIVE_INFINITY;
      for (const share of candidates(shape.ring, from, to)) {
        const at: LonLat = [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
        const d = signedDistance_m(shape, at);
        if (d < least) [best, least] = [share, d];
      }
      return best;
    }
    default:
      return unreachable(shape);
  }
};
