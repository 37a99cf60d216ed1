import fc from 'fast-check';
import { expect, it } from 'vitest';
import { destination } from '../../../../../shared/domain/geo/geodesic.ts';
import type { LonLat } from '../../../../../shared/domain/fixes.ts';
import { graphBuilder } from '../../../../../main/monitoring/streets/build.ts';
import { distancesFrom } from '../../../../../main/monitoring/streets/distances.ts';
import { buildNetwork } from '../../../../../main/monitoring/streets/network.ts';
import type { Network } from '../../../../../main/monitoring/streets/network.ts';

const ORIGIN: LonLat = [126.92, 37.55];
const SIDE = 5;
const crossing = (index: number): LonLat =>
  destination(destination(ORIGIN, 90, (index % SIDE) * 80), 0, Math.floor(index / SIDE) * 80);

/** Bellman and Ford's plain relaxation: slow, but nothing in it can be wrong in the same way. */
const naive = (network: Network, start: number): readonly number[] => {
  const count = network.lons.length;
  const best = Array.from({ length: count }, (_, node) => (node === start ? 0 : Infinity));
  for (let round = 0; round < count; round += 1)
    for (let node = 0; node < count; node += 1)
      for (let slot = network.first[node] ?? 0; slot < (network.first[node + 1] ?? 0); slot += 1) {
        const to = network.neighbour[slot] ?? 0;
        best[to] = Math.min(best[to] ?? Infinity, (best[node] ?? Infinity) + (network.length_m[slot] ?? Infinity));
      }
  return best;
};

it('finds the same distances as plain relaxation on any network', () => {
  const node = fc.integer({ min: 0, max: SIDE * SIDE - 1 });
  fc.assert(
    fc.property(fc.array(fc.tuple(node, node), { minLength: 1, maxLength: 60 }), (links) => {
      const builder = graphBuilder();
      for (const [from, to] of links) builder.addLine([crossing(from), crossing(to)], 'street');
      const built = builder.finish();
      fc.pre(built !== null);
      if (built === null) return;
      const network = buildNetwork(built.graph);
      const all = Array.from({ length: network.lons.length }, (_, index) => index);
      const found = distancesFrom(network, 0, all);
      const expected = naive(network, 0);
      expect(found.size).toBe(all.length); // one component
      for (const index of all) expect(found.get(index)).toBeCloseTo(expected[index] ?? NaN, 6);
    }),
    { numRuns: 60 },
  );
});
