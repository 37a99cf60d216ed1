import type { LonLat } from '../fixes.ts';
import type { ZoneShape } from '../orders.ts';
import { unreachable } from '../result.ts';
import { along, offset_m } from './geodesic.ts';
import { crossing, nearestToOrigin } from './segment.ts';
import type { Point } from './segment.ts';
import { signedDistance_m } from './zones.ts';

const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1]];

/** Looks inside a polygon at so many places of each stretch, and so often between the two beside the deepest: a millionth of the way. */
const LOOKS = 64;
const NARROWINGS = 24;

/** Share between two at which `depthAt` is least: the deepest place of a stretch inside a polygon, whose edges make it no simple curve. */
const deepest = (from: number, to: number, depthAt: (share: number) => number): number => {
  let best = from;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i <= LOOKS; i += 1) {
    const share = from + ((to - from) * i) / LOOKS;
    const d = depthAt(share);
    if (d < least) [best, least] = [share, d];
  }
  let [low, high] = [Math.max(from, best - (to - from) / LOOKS), Math.min(to, best + (to - from) / LOOKS)];
  for (let i = 0; i < NARROWINGS; i += 1) {
    const third = (high - low) / 3;
    if (depthAt(low + third) < depthAt(high - third)) high -= third;
    else low += third;
  }
  return (low + high) / 2;
};

/**
 * Shares of a leg at which it can be nearest to a polygon's edge from outside, or deepest inside: its ends, the nearest point to each
 * corner, and the deepest place between two crossings of the edge.
 */
const candidates = (
  ring: readonly LonLat[],
  from: LonLat,
  to: LonLat,
  depthAt: (share: number) => number,
): readonly number[] => {
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
  cuts.forEach((cut, i) => {
    const before = cuts[i - 1];
    if (before !== undefined && before < cut && depthAt((before + cut) / 2) < 0)
      nearest.push(deepest(before, cut, depthAt));
  });
  return nearest;
};

/** Share of the way from one place to another (0 to 1) at which it is nearest to a zone's edge, or deepest inside the zone. */
export const nearestOnLeg = (shape: ZoneShape, from: LonLat, to: LonLat): number => {
  switch (shape.type) {
    case 'circle':
      return nearestToOrigin(offset_m(shape.centre, from), offset_m(shape.centre, to)).share;
    case 'polygon': {
      const depthAt = (share: number): number => signedDistance_m(shape, along(from, to, share));
      let best = 0;
      let least = Number.POSITIVE_INFINITY;
      for (const share of candidates(shape.ring, from, to, depthAt)) {
        const d = depthAt(share);
        if (d < least) [best, least] = [share, d];
      }
      return best;
    }
    default:
      return unreachable(shape);
  }
};
