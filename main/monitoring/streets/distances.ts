import FlatQueue from 'flatqueue';
import type { Network } from './network.ts';

/**
 * Street distance in metres from node `start` to each of `targets`; one without a way is left out. One search outwards
 * (Dijkstra) answers for all of them: cheaper than a search each as soon as there are more than a few.
 */
export const distancesFrom = (
  network: Network,
  start: number,
  targets: readonly number[],
): ReadonlyMap<number, number> => {
  const best = new Float64Array(network.lons.length).fill(Infinity);
  const open = new Set(targets);
  const found = new Map<number, number>();
  const queue = new FlatQueue<number>();
  best[start] = 0;
  queue.push(start, 0);
  while (open.size > 0) {
    const distance = queue.peekValue();
    const node = queue.pop();
    if (distance === undefined || node === undefined) break;
    if (distance > (best[node] ?? Infinity)) continue;
    if (open.delete(node)) found.set(node, distance);
    const end = network.first[node + 1] ?? 0;
    for (let slot = network.first[node] ?? 0; slot < end; slot += 1) {
      const to = network.neighbour[slot] ?? 0;
      const candidate = distance + (network.length_m[slot] ?? Infinity);
      if (candidate < (best[to] ?? 0)) {
        best[to] = candidate;
        queue.push(to, candidate);
      }
    }
  }
  return found;
};
