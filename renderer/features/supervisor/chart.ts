import type { DistancePoint } from './model.ts';

/** Drawing area of the chart, in its own units. */
export const CHART = { width: 440, height: 230, left: 58, right: 10, top: 12, bottom: 24 } as const;

export type ChartScale = {
  readonly x: (at_ms: number) => number;
  readonly y: (distance_m: number) => number;
  readonly top_m: number;
};

/** Steps between two powers of ten at which an axis may end. */
const STEPS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;

/** Round figure at or above a distance, metres. */
export const roundUp_m = (distance_m: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, distance_m)));
  const step = STEPS.find((n) => n * power >= distance_m) ?? 10;
  return step * power;
};

export const chartScale = (points: readonly DistancePoint[]): ChartScale => {
  const times = points.map(({ at_ms }) => at_ms);
  const from_ms = times.reduce((a, b) => Math.min(a, b), times[0] ?? 0);
  const to_ms = times.reduce((a, b) => Math.max(a, b), times[0] ?? 1);
  const top_m = roundUp_m(points.reduce((most, { max_m }) => Math.max(most, max_m), 10));
  const width = CHART.width - CHART.left - CHART.right;
  const height = CHART.height - CHART.top - CHART.bottom;
  return {
    x: (at_ms) => CHART.left + ((at_ms - from_ms) / Math.max(1, to_ms - from_ms)) * width,
    y: (distance_m) => CHART.top + (1 - Math.min(distance_m, top_m) / top_m) * height,
    top_m,
  };
};

const at = (x: number, y: number): string => `${x.toFixed(1)},${y.toFixed(1)}`;

/** Path of the distance itself. */
export const linePath = (points: readonly DistancePoint[], { x, y }: ChartScale): string =>
  points.map((p, i) => `${i === 0 ? 'M' : 'L'}${at(x(p.at_ms), y(p.distance_m))}`).join('');

/** Area between the least and the greatest it may have been. */
export const bandPath = (points: readonly DistancePoint[], { x, y }: ChartScale): string => {
  const upper = points.map((p) => at(x(p.at_ms), y(p.max_m)));
  const lower = points.map((p) => at(x(p.at_ms), y(p.min_m))).reverse();
  return points.length === 0 ? '' : `M${[...upper, ...lower].join('L')}Z`;
};
