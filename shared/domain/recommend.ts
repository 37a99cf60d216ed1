import type { UnitId } from './ids.ts';
import type { Policy } from './policy.ts';
import { isAssignable } from './units.ts';
import type { UnitKind, UnitStatus } from './units.ts';

/** A patrol with its way to the victim. */
export type Candidate = {
  readonly unitId: UnitId;
  readonly kind: UnitKind;
  readonly status: UnitStatus;
  readonly fixAge_s: number;
  readonly distance_m: number;
  readonly via: 'street' | 'straight';
  readonly eta_s: number;
};

/** One place in the ranking, with what it rests on, so that the reason can be said in words. */
export type Ranked = {
  readonly unitId: UnitId;
  readonly eta_s: number;
  readonly distance_m: number;
  readonly via: 'street' | 'straight';
  readonly fixAge_s: number;
  readonly stale: boolean;
};

/** Units that may be sent, soonest at the victim first; those whose position is stale come last, since nobody knows where they are. */
export const rankUnits = (candidates: readonly Candidate[], policy: Policy): readonly Ranked[] =>
  candidates
    .filter((c) => isAssignable(c.status))
    .map(({ unitId, eta_s, distance_m, via, fixAge_s }) => ({
      unitId,
      eta_s,
      distance_m,
      via,
      fixAge_s,
      stale: fixAge_s > policy.units.stale_s,
    }))
    .toSorted((a, b) => Number(a.stale) - Number(b.stale) || a.eta_s - b.eta_s || a.unitId.localeCompare(b.unitId));
