import KDBush from 'kdbush';
import { around } from 'geokdbush';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import { nodeAt } from './graph.ts';
import type { StreetGraph } from './graph.ts';

/** Longest stretch without a node, metres: the nearest node then stands for the nearest point of the street. */
const MAX_STRETCH_M = 100;

/** A graph laid out for searching: neighbours of node i are at `first[i] … first[i + 1] - 1`. */
export type Network = {
  readonly lons: Float64Array;
  readonly lats: Float64Array;
  readonly first: Uint32Array;
  readonly neighbour: Uint32Array;
  readonly length_m: Float64Array;
  readonly nearest: (to: LonLat, within_m: number) => { readonly node: number; readonly distance_m: number } | null;
};

type Stretches = { readonly points: LonLat[]; readonly edges: (readonly [number, number, number])[] };

const subdivide = (graph: StreetGraph): Stretches => {
  const points = graph.nodes.map((_, index) => nodeAt(graph, index));
  const edges: (readonly [number, number, number])[] = [];
  for (const [from, to, length] of graph.edges) {
    const parts = Math.ceil(length / MAX_STRETCH_M);
    const [a, b] = [nodeAt(graph, from), nodeAt(graph, to)];
    let last = from;
    for (let part = 1; part < parts; part += 1) {
      const share = part / parts;
      const node = points.push([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]) - 1;
      edges.push([last, node, length / parts]);
      last = node;
    }
    edges.push([last, to, length / parts]);
  }
  return { points, edges };
};

/** Lays a street graph out for searching. */
export const buildNetwork = (graph: StreetGraph): Network => {
  const { points, edges } = subdivide(graph);
  const first = new Uint32Array(points.length + 1);
  for (const [from, to] of edges) {
    first[from + 1] = (first[from + 1] ?? 0) + 1;
    first[to + 1] = (first[to + 1] ?? 0) + 1;
  }
  for (let i = 1; i < first.length; i += 1) first[i] = (first[i] ?? 0) + (first[i - 1] ?? 0);
  const neighbour = new Uint32Array(edges.length * 2);
  const length_m = new Float64Array(edges.length * 2);
  const next = first.slice();
  const put = (from: number, to: number, length: number): void => {
    const slot = next[from] ?? 0;
    neighbour[slot] = to;
    length_m[slot] = length;
    next[from] = slot + 1;
  };
  for (const [from, to, length] of edges) {
    put(from, to, length);
    put(to, from, length);
  }
  const index = new KDBush(points.length);
  for (const [lon, lat] of points) index.add(lon, lat);
  index.finish();
  return {
    lons: Float64Array.from(points, (p) => p[0]),
    lats: Float64Array.from(points, (p) => p[1]),
    first,
    neighbour,
    length_m,
    nearest: (to, within_m) => {
      const node = around(index, to[0], to[1], 1, within_m / 1000)[0];
      const at = node === undefined ? undefined : points[node];
      return node === undefined || at === undefined ? null : { node, distance_m: distance_m(to, at) };
    },
  };
};
