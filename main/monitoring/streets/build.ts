import type { LonLat } from '../../../shared/domain/fixes.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import { largestComponent } from './components.ts';
import { DEGREE_SCALE, WAY_CLASSES } from './graph.ts';
import type { StreetGraph, WayClass } from './graph.ts';

/** What became of the lines given to a builder. */
export type BuildReport = {
  readonly nodes: number;
  readonly edges: number;
  readonly length_m: number;
  /** Pieces without a way to the largest one: left out, so that every place on the graph can be reached from every other. */
  readonly dropped: { readonly components: number; readonly nodes: number; readonly length_m: number };
  /** West, south, east, north, degrees. */
  readonly bounds: readonly [number, number, number, number];
};
export type Built = { readonly graph: StreetGraph; readonly report: BuildReport };

type Edge = readonly [from: number, to: number, length_m: number, wayClass: number];

const lengthOf = (edges: readonly Edge[]): number => edges.reduce((sum, edge) => sum + edge[2], 0);

const boundsOf = (nodes: readonly (readonly [number, number])[]): BuildReport['bounds'] => {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lon, lat] of nodes) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  return [west / DEGREE_SCALE, south / DEGREE_SCALE, east / DEGREE_SCALE, north / DEGREE_SCALE];
};

/**
 * Collects lines into a street graph. Vertices at the same millionth of a degree are one node; lines that merely cross
 * (a bridge over a road) stay apart. A stretch given twice, as networks with both directions do, counts once.
 */
export const graphBuilder = () => {
  const nodes: [number, number][] = [];
  const indexByKey = new Map<string, number>();
  const edges: Edge[] = [];
  const seen = new Set<string>();

  const nodeFor = (at: LonLat): number => {
    const lon = Math.round(at[0] * DEGREE_SCALE);
    const lat = Math.round(at[1] * DEGREE_SCALE);
    const key = `${lon},${lat}`;
    const known = indexByKey.get(key);
    if (known !== undefined) return known;
    indexByKey.set(key, nodes.length);
    return nodes.push([lon, lat]) - 1;
  };

  const addLine = (line: readonly LonLat[], wayClass: WayClass): void => {
    let previous: { readonly node: number; readonly at: LonLat } | null = null;
    for (const at of line) {
      const node = nodeFor(at);
      if (previous !== null && previous.node !== node) {
        const key = previous.node < node ? `${previous.node}-${node}` : `${node}-${previous.node}`;
        // Two nodes can be nearer than the file's centimetre; an edge has a length all the same.
        const length_m = Math.max(0.01, Math.round(distance_m(previous.at, at) * 100) / 100);
        if (!seen.has(key)) edges.push([previous.node, node, length_m, WAY_CLASSES.indexOf(wayClass)]);
        seen.add(key);
      }
      previous = { node, at };
    }
  };

  /** The finished graph, or null when no line had a length. */
  const finish = (): Built | null => {
    if (edges.length === 0) return null;
    const { keep, components } = largestComponent(nodes.length, edges);
    const newIndex = new Int32Array(nodes.length).fill(-1);
    const kept: [number, number][] = [];
    nodes.forEach((node, index) => {
      if (keep[index] === 1) newIndex[index] = kept.push(node) - 1;
    });
    const keptEdges = edges.flatMap(([from, to, length, way]): Edge[] => {
      const [a, b] = [newIndex[from] ?? -1, newIndex[to] ?? -1];
      return a === -1 || b === -1 ? [] : [[a, b, length, way]];
    });
    const length_m = lengthOf(keptEdges);
    return {
      graph: { format: 'jikim-streets', version: 1, nodes: kept, edges: keptEdges },
      report: {
        nodes: kept.length,
        edges: keptEdges.length,
        length_m,
        dropped: {
          components: components - 1,
          nodes: nodes.length - kept.length,
          length_m: lengthOf(edges) - length_m,
        },
        bounds: boundsOf(kept),
      },
    };
  };

  return { addLine, finish };
};
