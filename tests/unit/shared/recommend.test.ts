import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnitId } from '../../../shared/domain/ids.ts';
import { rankUnits } from '../../../shared/domain/recommend.ts';
import type { Candidate } from '../../../shared/domain/recommend.ts';
import type { UnitStatus } from '../../../shared/domain/units.ts';
import { policy } from './scene.ts';

const STATUSES: readonly UnitStatus[] = ['available', 'dispatched', 'en-route', 'on-scene', 'clear', 'out-of-service'];

const candidates: fc.Arbitrary<readonly Candidate[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom('car' as const, 'motorbike' as const, 'foot' as const),
      status: fc.constantFrom(...STATUSES),
      fixAge_s: fc.integer({ min: 0, max: 200 }),
      distance_m: fc.integer({ min: 0, max: 9000 }),
      via: fc.constantFrom('street' as const, 'straight' as const),
      eta_s: fc.integer({ min: 0, max: 2000 }),
    }),
  )
  .map((all) => all.map((c, i) => ({ ...c, unitId: UnitId.parse(`U${i}`) })));

describe('recommendation', () => {
  it('offers every unit that may be sent and no other, soonest first, stale positions last', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const ranked = rankUnits(all, 90, policy);
        const free = all.filter((c) => c.status === 'available' || c.status === 'clear');
        expect(new Set(ranked.map((r) => r.unitId))).toEqual(new Set(free.map((c) => c.unitId)));
        ranked.slice(1).forEach((r, i) => {
          const before = ranked[i];
          expect(before && (before.stale === r.stale ? before.eta_s <= r.eta_s : r.stale)).toBe(true);
        });
      }),
    );
  });

  it('does not depend on the order in which units are listed', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        expect(rankUnits(all.toReversed(), 90, policy)).toEqual(rankUnits(all, 90, policy));
      }),
    );
  });
});
