import { describe, expect, it } from 'vitest';
import { distanceToLine_m, isInside, readAsset, readTrialData } from './readAsset.ts';
import type { Point } from './readAsset.ts';
import { Districts, Gu, Ring, Water } from './schemas.ts';

const districts = readAsset('assets/basemap/districts.json', Districts);
const outline = readAsset('assets/basemap/outline.json', Ring);
const water = readAsset('assets/basemap/water.json', Water);
const gu = readTrialData('boundaries/seoul-gu.geojson', Gu);
const rings = new Map(gu?.features.map((f) => [f.properties.name, f.geometry.coordinates[0] ?? []]));

describe('districts', () => {
  it('are 25, each named once, inside the outline', () => {
    expect(districts.length).toBe(25);
    expect(new Set(districts.flatMap((d) => [d.id, d.ko, d.en])).size).toBe(75);
    expect(districts.filter((d) => !isInside([d.lon, d.lat], outline)).map((d) => d.ko)).toEqual([]);
  });

  it('have their labels out of the Han', () => {
    expect(districts.filter((d) => isInside([d.lon, d.lat], water.han)).map((d) => d.ko)).toEqual([]);
  });

  it.skipIf(!gu)('have their labels inside the real boundary', () => {
    expect(new Set(districts.map((d) => d.ko))).toEqual(new Set(rings.keys()));
    expect(districts.filter((d) => !isInside([d.lon, d.lat], rings.get(d.ko) ?? [])).map((d) => d.ko)).toEqual([]);
  });
});

describe('outline', () => {
  it('is a closed ring of 30 to 60 points', () => {
    expect(outline[0]).toEqual(outline.at(-1));
    expect(outline.length).toBeGreaterThanOrEqual(30);
    expect(outline.length).toBeLessThanOrEqual(61);
  });

  it.skipIf(!gu)('follows the outer boundary within 1.2 km both ways', () => {
    const key = (p: Point): string => `${p[0].toFixed(5)},${p[1].toFixed(5)}`;
    const count = new Map<string, { readonly line: readonly Point[]; n: number }>();
    for (const ring of rings.values())
      for (let i = 1; i < ring.length; i += 1) {
        const line: readonly Point[] = [ring[i - 1] ?? [0, 0], ring[i] ?? [0, 0]];
        const id = line.map(key).sort().join(' ');
        count.set(id, { line, n: (count.get(id)?.n ?? 0) + 1 });
      }
    // An edge that only one district has lies on the city's edge.
    const border = [...count.values()].filter((e) => e.n === 1).map((e) => e.line);
    expect(border.flat().filter((p) => distanceToLine_m(p, outline) > 1200)).toEqual([]);
    expect(outline.filter((p) => Math.min(...border.map((e) => distanceToLine_m(p, e))) > 1200)).toEqual([]);
  });
});

describe('water', () => {
  it('closes its rings', () => {
    expect(water.han[0]).toEqual(water.han.at(-1));
    for (const island of water.islands) expect(island.ring[0], island.ko).toEqual(island.ring.at(-1));
  });

  it('gives the Han a width of 0.7 to 1.3 km', () => {
    // The ring runs east along the north bank and back along the south bank; its easternmost point is the first of the south.
    const turn = water.han.findIndex((p) => p[0] === Math.max(...water.han.map((q) => q[0])));
    const north = water.han.slice(0, turn);
    const south = water.han.slice(turn, -1);
    expect(Math.min(north.length, south.length)).toBeGreaterThan(20);
    const widths_m = north.map((p) => distanceToLine_m(p, south));
    expect(Math.min(...widths_m)).toBeGreaterThan(700);
    expect(Math.max(...widths_m)).toBeLessThan(1300);
  });

  it('has its islands in the river and its streams at their names', () => {
    for (const island of water.islands)
      expect(
        island.ring.every((p) => isInside(p, water.han)),
        island.ko,
      ).toBe(true);
    expect(water.streams.map((s) => s.ko).sort()).toEqual(['안양천', '중랑천', '청계천', '탄천', '홍제천']);
  });
});
