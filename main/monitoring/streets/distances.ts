import type { Network } from './network.ts';

/** Binary heap of (distance, node) in flat arrays: the search pushes tens of thousands and must not feed the collector. */
const heap = () => {
  const keys: number[] = [];
  const nodes: number[] = [];
  const swap = (a: number, b: number): void => {
    const [key, node] = [keys[a] ?? 0, nodes[a] ?? 0];
    keys[a] = keys[b] ?? 0;
    nodes[a] = nodes[b] ?? 0;
    keys[b] = key;
    nodes[b] = node;
  };
  const push = (key: number, node: number): void => {
    let at = keys.push(key) - 1;
    nodes.push(node);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if ((keys[up] ?? 0) <= key) break;
      swap(at, up);
      at = up;
    }
  };
  const pop = (): readonly [key: number, node: number] | null => {
    if (keys.length === 0) return null;
    swap(0, keys.length - 1);
    const [key, node] = [keys.pop() ?? 0, nodes.pop() ?? 0];
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      if (left >= keys.length) break;
      const right = left + 1;
      const child = right < keys.length && (keys[right] ?? 0) < (keys[left] ?? 0) ? right : left;
      if ((keys[at] ?? 0) <= (keys[child] ?? 0)) break;
      swap(at, child);
      at = child;
    }
    return [key, node];
  };
  return { push, pop };
};

/**
 * Street distance in metres from node `start` to each of `targets`, null where there is no way. One search outwards
 * (Dijkstra) answers for all of them: cheaper than a search each as soon as there are more than a few patrols.
 */
export const distancesFrom = (
  network: Network,
  start: number,
  targets: readonly number[],
): ReadonlyMap<number, number> => {
  const best = new Float64Array(network.lons.length).fill(Infinity);
  const open = new Set(targets);
  const found = new Map<number, number>();
  const queue = heap();
  best[start] = 0;
  queue.push(0, start);
  for (let top = queue.pop(); top !== null && open.size > 0; top = queue.pop()) {
    const [distance, node] = top;
    if (distance > (best[node] ?? Infinity)) continue;
    if (open.delete(node)) found.set(node, distance);
    const end = network.first[node + 1] ?? 0;
    for (let slot = network.first[node] ?? 0; slot < end; slot += 1) {
      const to = network.neighbour[slot] ?? 0;
      const candidate = distance + (network.length_m[slot] ?? Infinity);
      if (candidate < (best[to] ?? 0)) {
        best[to] = candidate;
        queue.push(candidate, to);
      }
    }
  }
  return found;
};
