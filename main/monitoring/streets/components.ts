type Link = readonly [from: number, to: number, ...rest: readonly number[]];

export type Components = { readonly keep: Uint8Array; readonly components: number };

/**
 * Finds the connected component with the most nodes (union-find with path halving).
 * `keep[i]` is 1 for its nodes; `components` counts all of them, lone nodes included.
 */
export const largestComponent = (nodeCount: number, links: readonly Link[]): Components => {
  const parent = Int32Array.from({ length: nodeCount }, (_, index) => index);
  const root = (start: number): number => {
    let node = start;
    let up = parent[node] ?? node;
    while (up !== node) {
      const above = parent[up] ?? up;
      parent[node] = above;
      node = above;
      up = parent[node] ?? node;
    }
    return node;
  };
  for (const [from, to] of links) parent[root(from)] = root(to);

  const sizes = new Map<number, number>();
  for (let node = 0; node < nodeCount; node += 1) sizes.set(root(node), (sizes.get(root(node)) ?? 0) + 1);
  let best = -1;
  for (const [candidate, size] of sizes) if (best === -1 || size > (sizes.get(best) ?? 0)) best = candidate;
  const keep = new Uint8Array(nodeCount);
  for (let node = 0; node < nodeCount; node += 1) keep[node] = root(node) === best ? 1 : 0;
  return { keep, components: sizes.size };
};
