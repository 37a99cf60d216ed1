import createGraph from 'ngraph.graph';
import { aStar } from 'ngraph.path';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Via } from '../../../shared/domain/recommend.ts';
import type { UnitKind } from '../../../shared/domain/units.ts';
import { distancesFrom } from './distances.ts';
import type { StreetGraph } from './graph.ts';
import { buildNetwork } from './network.ts';
import type { Network } from './network.ts';
import { unitSpeed_mps } from './unitSpeed.ts';

/** A place farther than this from any street is off the graph. */
const REACH_M = 400;

export type Traveller = { readonly at: LonLat; readonly kind: UnitKind };

/** How far and how long it is; `straight` = as the crow flies times the policy's detour factor. */
export type Travel = { readonly distance_m: number; readonly time_s: number; readonly via: Via };

/** The least that lies between two places. */
export type Way = { readonly distance_m: number; readonly via: Via };

export type Streets = {
  /** Travel of each of `from` to one place, in the order given. */
  readonly travel: (to: LonLat, from: readonly Traveller[]) => readonly Travel[];
  /**
   * The least that lies between one place and each of `to`, in the order given: along streets where they lead there, else straight and
   * without a detour. For the worst case of somebody who must not be thought slower than they are.
   */
  readonly ways: (from: LonLat, to: readonly LonLat[]) => readonly Way[];
  /** Way along streets with both ends included; null when either end is off the graph or there is no way. */
  readonly route: (from: LonLat, to: LonLat) => readonly LonLat[] | null;
};

type Along = { readonly along_m: number; readonly legs_m: number };

/** Straight travel, for where streets do not help. */
const straightTravel = (to: LonLat, from: Traveller, policy: Policy): Travel => {
  const distance = distance_m(from.at, to) * policy.units.detourFactor;
  return { distance_m: distance, time_s: distance / unitSpeed_mps(from.kind, policy.units), via: 'straight' };
};

/** Ways as the crow flies. */
export const straightWays: Streets['ways'] = (from, to) =>
  to.map((place) => ({ distance_m: distance_m(from, place), via: 'straight' }));

const pathFinder = (network: Network) => {
  const graph = createGraph<LonLat, number>();
  const pointOf = (node: number): LonLat => [network.lons[node] ?? 0, network.lats[node] ?? 0];
  for (let node = 0; node < network.lons.length; node += 1) graph.addNode(node, pointOf(node));
  for (let node = 0; node < network.lons.length; node += 1) {
    for (let slot = network.first[node] ?? 0; slot < (network.first[node + 1] ?? 0); slot += 1) {
      const to = network.neighbour[slot] ?? 0;
      if (node < to) graph.addLink(node, to, network.length_m[slot] ?? 0);
    }
  }
  const finder = aStar<LonLat, number>(graph, {
    distance: (_from, _to, link) => link.data,
    // Slightly under the true distance, so that centimetre rounding of lengths can never make it an overestimate.
    heuristic: (from, to) => distance_m(from.data, to.data) * 0.99,
  });
  return (from: number, to: number): readonly LonLat[] =>
    finder
      .find(from, to)
      .map((node) => node.data)
      .reverse();
};

/** Drops points of a way that lie behind whoever starts on it: the nearest node may be one they have already passed. */
const onward = (from: LonLat, way: readonly LonLat[]): readonly LonLat[] => {
  const [first, second] = way;
  if (first === undefined || second === undefined) return way;
  return distance_m(from, second) <= distance_m(first, second) ? way.slice(1) : way;
};

/** Street distances and routes over one graph. */
export const createStreets = (graph: StreetGraph, policy: Policy): Streets => {
  const network = buildNetwork(graph);
  let find: ReturnType<typeof pathFinder> | null = null; // Only routes need it, and a city's graph is large.
  const { detourFactor } = policy.units;

  /** Street distance from one place to each of the others between their nearest nodes, and how far the two ends lie from those. */
  const alongStreets = (from: LonLat, to: readonly LonLat[]): readonly (Along | null)[] => {
    const start = network.nearest(from, REACH_M);
    if (start === null) return to.map(() => null);
    const ends = to.map((place) => network.nearest(place, REACH_M));
    const targets = ends.flatMap((end) => (end === null ? [] : [end.node]));
    const distances = distancesFrom(network, start.node, targets);
    return ends.map((end) => {
      const along_m = end === null ? undefined : distances.get(end.node);
      return end === null || along_m === undefined ? null : { along_m, legs_m: start.distance_m + end.distance_m };
    });
  };

  const travel: Streets['travel'] = (to, from) => {
    const found = alongStreets(
      to,
      from.map(({ at }) => at),
    );
    return from.map((traveller, index) => {
      const along = found[index] ?? null;
      const straight = straightTravel(to, traveller, policy);
      if (along === null) return straight;
      const legs_m = along.legs_m * detourFactor;
      // Nearer to each other than to the street: nobody would walk to it first.
      if (straight.distance_m <= legs_m) return straight;
      const distance = along.along_m + legs_m;
      return { distance_m: distance, time_s: distance / unitSpeed_mps(traveller.kind, policy.units), via: 'street' };
    });
  };

  const ways: Streets['ways'] = (from, to) => {
    const found = alongStreets(from, to);
    return straightWays(from, to).map((straight, index) => {
      const along = found[index] ?? null;
      if (along === null || straight.distance_m <= along.legs_m) return straight;
      // The nearest node may lie behind either end, so the legs may have been counted the wrong way round.
      return { distance_m: Math.max(straight.distance_m, along.along_m - along.legs_m), via: 'street' };
    });
  };

  const route: Streets['route'] = (from, to) => {
    const start = network.nearest(from, REACH_M);
    const end = network.nearest(to, REACH_M);
    if (start === null || end === null) return null;
    if (distance_m(from, to) <= start.distance_m + end.distance_m) return [from, to];
    find ??= pathFinder(network);
    const way = find(start.node, end.node);
    return way.length === 0 ? null : [from, ...onward(to, onward(from, way).toReversed()).toReversed(), to];
  };

  return { travel, ways, route };
};
