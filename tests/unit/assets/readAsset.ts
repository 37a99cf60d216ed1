import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import geodesic from 'geographiclib-geodesic';
import type { z } from 'zod';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

export type Point = readonly [lon: number, lat: number];

/** Reads a bundled JSON file and holds it against a schema; throws with the path of the field that does not fit. */
export const readAsset = <T>(path: string, schema: z.ZodType<T>): T =>
  schema.parse(JSON.parse(readFileSync(resolve(ROOT, path), 'utf8')));

/** Trial data lies beside the repository and may be absent: then the reason is printed and `null` returned. */
export const readTrialData = <T>(path: string, schema: z.ZodType<T>): T | null => {
  const full = resolve(ROOT, '../shared/data', path);
  if (!existsSync(full)) {
    console.info(`skipped: ${path} is not present beside the repository (../shared/data)`);
    return null;
  }
  return schema.parse(JSON.parse(readFileSync(full, 'utf8')));
};

/** Geodesic distance on WGS 84, metres, from GeographicLib: independent of the product's own formula. */
export const trueDistance_m = (a: Point, b: Point): number => {
  const line = geodesic.Geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0]);
  if (line.s12 === undefined) throw new Error('GeographicLib returned no distance');
  return line.s12;
};

/** Ray casting on a closed ring; a point exactly on an edge may fall on either side. */
export const isInside = (point: Point, ring: readonly Point[]): boolean => {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i] ?? point;
    const [xj, yj] = ring[j] ?? point;
    const crosses = yi > point[1] !== yj > point[1] && point[0] < ((xj - xi) * (point[1] - yi)) / (yj - yi) + xi;
    if (crosses) inside = !inside;
  }
  return inside;
};

/** Distance from a point to a polyline, metres, on a local plane: good to a metre over the few hundred metres it is used for. */
export const distanceToLine_m = (point: Point, line: readonly Point[]): number => {
  const north = 111_000;
  const east = 111_320 * Math.cos((point[1] * Math.PI) / 180);
  let best = Infinity;
  for (let i = 1; i < line.length; i += 1) {
    const [ax, ay] = line[i - 1] ?? point;
    const [bx, by] = line[i] ?? point;
    const [x0, y0] = [(ax - point[0]) * east, (ay - point[1]) * north];
    const [dx, dy] = [(bx - ax) * east, (by - ay) * north];
    const t = Math.max(0, Math.min(1, -(x0 * dx + y0 * dy) / (dx * dx + dy * dy || 1)));
    best = Math.min(best, Math.hypot(x0 + t * dx, y0 + t * dy));
  }
  return best;
};
