import { describe, expect, it } from 'vitest';
import { CHART, bandPath, chartScale, linePath, roundUp_m } from '../../../../../renderer/features/supervisor/chart.ts';

const points = [
  { at_ms: 0, distance_m: 1000, min_m: 960, max_m: 1040 },
  { at_ms: 60_000, distance_m: 90, min_m: 50, max_m: 130 },
];

describe('chart of distances', () => {
  it('ends its axis at a round figure above everything', () => {
    expect([7, 10, 11, 130, 1040, 2001].map(roundUp_m)).toEqual([8, 10, 15, 150, 1500, 2500]);
    expect(chartScale(points).top_m).toBe(1500);
  });

  it('spans the drawing area in time and keeps near at the bottom', () => {
    const { x, y } = chartScale(points);
    expect(x(0)).toBe(CHART.left);
    expect(x(60_000)).toBe(CHART.width - CHART.right);
    expect(y(0)).toBe(CHART.height - CHART.bottom);
    expect(y(1500)).toBe(CHART.top);
    expect(y(90)).toBeGreaterThan(y(1000));
  });

  it('draws a line through the distances and a closed band around them', () => {
    const scale = chartScale(points);
    expect(linePath(points, scale)).toMatch(/^M[\d.,]+L[\d.,]+$/u);
    expect(bandPath(points, scale)).toMatch(/^M.*Z$/u);
    expect(bandPath([], scale)).toBe('');
  });

  it('stands a single point without dividing by nothing', () => {
    const one = points.slice(0, 1);
    expect(linePath(one, chartScale(one))).not.toContain('NaN');
  });
});
