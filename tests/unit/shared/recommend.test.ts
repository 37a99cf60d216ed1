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

const contact = { earliest_s: 90, expected_s: 200 };

describe('recommendation', () => {
  it('offers every unit that may be sent, soonest first, stale positions last, and then those on another call likewise', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        const ranked = rankUnits(all, contact, policy);
        const inService = all.filter((c) => c.status !== 'out-of-service');
        expect(new Set(ranked.map((r) => r.unitId))).toEqual(new Set(inService.map((c) => c.unitId)));
        const isFree = (id: UnitId): boolean =>
          inService.some((c) => c.unitId === id && (c.status === 'available' || c.status === 'clear'));
        ranked.slice(1).forEach((r, i) => {
          const before = ranked[i];
          if (before === undefined || isFree(before.unitId) !== isFree(r.unitId))
            return expect(before !== undefined && isFree(before.unitId)).toBe(true);
          expect(before.stale === r.stale ? before.eta_s <= r.eta_s : r.stale).toBe(true);
        });
      }),
    );
  });

  it('says how each stands against the earliest contact and the expected one, and nothing of one that nobody expects', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        for (const { eta_s, margins } of rankUnits(all, contact, policy))
          expect(margins).toEqual({ earliest_s: 90 - eta_s, expected_s: 200 - eta_s });
        for (const { eta_s, margins } of rankUnits(all, { ...contact, expected_s: null }, policy))
          expect(margins).toEqual({ earliest_s: 90 - eta_s, expected_s: null });
        expect(rankUnits(all, null, policy).every(({ margins }) => margins === null)).toBe(true);
      }),
    );
  });

  it('does not depend on the order in which units are listed', () => {
    fc.assert(
      fc.property(candidates, (all) => {
        expect(rankUnits(all.toReversed(), contact, policy)).toEqual(rankUnits(all, contact, policy));
      }),
    );
  });
});
