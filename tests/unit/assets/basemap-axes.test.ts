import { describe, expect, it } from 'vitest';
import { distanceToLine_m, isInside, readAsset, readTrialData, trueDistance_m } from './readAsset.ts';
import type { Point } from './readAsset.ts';
import { Axes, Streets, Water } from './schemas.ts';

const { nodes, axes } = readAsset('assets/basemap/axes.json', Axes);
const water = readAsset('assets/basemap/water.json', Water);
const hongdae = readTrialData('streets/hongdae.geojson', Streets);
const yeoksam = readTrialData('streets/yeoksam.geojson', Streets);

const at = (id: string): Point => {
  const node = nodes[id];
  if (!node) throw new Error(`no node ${id}`);
  return node;
};
const edges = axes.flatMap((a) => a.nodes.slice(1).map((to, i) => ({ axis: a.id, from: a.nodes[i] ?? to, to })));

/** How many nodes an edge-by-edge walk from the first one reaches. */
const reached = (): number => {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) {
    next.set(from, [...(next.get(from) ?? []), to]);
    next.set(to, [...(next.get(to) ?? []), from]);
  }
  const seen = new Set([edges[0]?.from ?? '']);
  for (const id of seen) for (const n of next.get(id) ?? []) seen.add(n);
  return seen.size;
};

describe('main axes as a street graph', () => {
  it('has at least 45 axes and 250 nodes, with unique ids', () => {
    expect(axes.length).toBeGreaterThanOrEqual(45);
    expect(Object.keys(nodes).length).toBeGreaterThanOrEqual(250);
    expect(new Set(axes.map((a) => a.id)).size).toBe(axes.length);
  });

  it('names only nodes that exist, uses each, and repeats none next to itself', () => {
    const used = new Set(axes.flatMap((a) => a.nodes));
    expect([...used].filter((id) => !nodes[id])).toEqual([]);
    expect(Object.keys(nodes).filter((id) => !used.has(id))).toEqual([]);
    expect(edges.filter((e) => e.from === e.to)).toEqual([]);
  });

  it('is one connected component', () => {
    expect(reached()).toBe(Object.keys(nodes).length);
  });

  it('has no edge that is implausibly short or long', () => {
    const odd = edges
      .map((e) => ({ ...e, d: trueDistance_m(at(e.from), at(e.to)) }))
      .filter((e) => e.d < 15 || e.d > 2600);
    expect(odd).toEqual([]);
  });

  it('joins both banks of the Han by at least fifteen bridges', () => {
    const bridges = axes.filter((a) => a.en.includes('Bridge') && !a.en.includes('ramp'));
    expect(bridges.length).toBeGreaterThanOrEqual(15);
    for (const bridge of bridges) {
      const line = bridge.nodes.map(at);
      const wet = line.slice(1).some((b, i) => {
        const a = line[i] ?? b;
        return isInside([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], water.han);
      });
      expect(wet, bridge.ko).toBe(true);
    }
  });

  it('enters the water nowhere but on bridges', () => {
    const bridge = new Set(axes.filter((a) => a.en.includes('Bridge')).map((a) => a.id));
    const wet = edges.filter((e) => {
      const [a, b] = [at(e.from), at(e.to)];
      const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      return !bridge.has(e.axis) && isInside(middle, water.han);
    });
    // The two riverside expressways run on the banks and on piers; a strip of 200 m is within the schematic's tolerance.
    expect(wet.filter((e) => distanceToLine_m(at(e.from), water.han) > 200)).toEqual([]);
  });
});

describe.each([
  { name: 'Hongdae', streets: hongdae },
  { name: 'Yeoksam', streets: yeoksam },
])('axes against real streets: $name', ({ streets }) => {
  it.skipIf(!streets)('puts 90 % of the nodes within 60 m of a street and none beyond 200 m', () => {
    const lines = streets?.features.map((f) => f.geometry.coordinates) ?? [];
    const lons = lines.flat().map((p) => p[0]);
    const lats = lines.flat().map((p) => p[1]);
    const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
    const off_m = Object.values(nodes)
      .filter((p) => p[0] > west + 0.001 && p[0] < east - 0.001 && p[1] > south + 0.001 && p[1] < north - 0.001)
      .map((p) => Math.min(...lines.map((l) => distanceToLine_m(p, l))))
      .sort((a, b) => a - b);
    expect(off_m.length).toBeGreaterThan(30);
    expect(off_m[Math.floor(off_m.length * 0.9)]).toBeLessThan(60);
    expect(off_m.at(-1)).toBeLessThan(200);
  });
});
