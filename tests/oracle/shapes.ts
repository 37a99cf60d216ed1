import type { Chance } from '../../main/monitoring/simulator/random.ts';
import type { LonLat } from '../../shared/domain/fixes.ts';
import type { ZoneShape } from '../../shared/domain/orders.ts';
import { placeFrom } from './places.ts';
import type { Point } from './places.ts';

const turned = (radius_m: number, angle: number): Point => [Math.sin(angle) * radius_m, Math.cos(angle) * radius_m];

/** Polygons as people draw them and as no geometry library likes them, metres around the middle. */
const OUTLINES: Readonly<Record<string, (chance: Chance) => readonly Point[]>> = {
  star: ({ between }) => {
    const corners = Math.floor(between(4, 13));
    return Array.from({ length: corners }, (_, i) => turned(between(40, 700), (2 * Math.PI * i) / corners));
  },
  spiky: ({ between }) => {
    const corners = 2 * Math.floor(between(4, 10));
    const [near, far] = [between(5, 40), between(200, 700)];
    return Array.from({ length: corners }, (_, i) => turned(i % 2 === 0 ? near : far, (2 * Math.PI * i) / corners));
  },
  horseshoe: ({ between }) => {
    const [a, b] = [between(100, 500), between(10, 60)];
    return [[-a, -a], [a, -a], [a, a], [a - b, a], [a - b, b - a], [b - a, b - a], [b - a, a], [-a, a]]; // prettier-ignore
  },
  touching: ({ between }) => {
    const a = between(50, 400);
    return [[0, 0], [a, a], [-a, a], [0, 0], [-a, -a], [a, -a]]; // prettier-ignore
  },
  tangled: ({ between }) => Array.from({ length: 6 }, () => [between(-400, 400), between(-400, 400)]),
  sliver: ({ between }) => {
    const [a, b] = [between(300, 1000), between(3, 12)];
    return [[-a, 0], [a, 0], [a, b], [-a, b]]; // prettier-ignore
  },
  tiny: ({ between }) => {
    const a = between(3, 12);
    return [[-a, -a], [a, -a], [a, a], [-a, a]]; // prettier-ignore
  },
};

/** A zone's shape around a place: a circle, or a polygon of any ugliness, in either direction, closed or not, with corners twice. */
export const shapeAround = (middle: LonLat, chance: Chance): ZoneShape => {
  const { unit, pick, between } = chance;
  if (unit() < 0.3) return { type: 'circle', centre: middle, radius_m: between(10, 800) };
  const outline = (pick(Object.values(OUTLINES)) ?? (() => []))(chance);
  const turnedBy = between(0, 2 * Math.PI);
  const [sin, cos] = [Math.sin(turnedBy), Math.cos(turnedBy)];
  const corners = outline.map(([x, y]) => placeFrom(middle, [x * cos - y * sin, x * sin + y * cos]));
  const way = unit() < 0.5 ? corners : corners.toReversed();
  const twice = unit() < 0.2 ? way.flatMap((corner, i) => (i === 1 ? [corner, corner] : [corner])) : way;
  return { type: 'polygon', ring: unit() < 0.5 ? twice : [...twice, ...twice.slice(0, 1)] };
};
