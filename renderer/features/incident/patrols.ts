import type { UnitId } from '../../../shared/domain/ids.ts';
import type { Incident, UnitState, World } from '../../../shared/domain/incidents/state.ts';
import { unitState } from '../../../shared/domain/incidents/state.ts';
import type { Unit, UnitStatus } from '../../../shared/domain/units.ts';
import { isAssignable, nextStatuses } from '../../../shared/domain/units.ts';
import type { Advice, RankedUnit } from '../../../shared/protocol/messages.ts';
import type { Register } from '../../lib/orderPeople.ts';
import { boundUnits } from './primary.ts';

/** Number keys reach the first nine. */
const KEYS = 9;

export type PatrolRow = {
  readonly unit: Unit;
  /** Key that assigns it, 1–9. */
  readonly key: number | null;
  /** Null where no ranking is known: times would give the place away without a lease. */
  readonly ranked: RankedUnit | null;
};

/** A patrol that works this incident, with the steps it may take now. */
export type BoundPatrol = { readonly unit: Unit; readonly state: UnitState; readonly steps: readonly UnitStatus[] };

const byCallsign = (a: Unit, b: Unit): number => a.callsign.localeCompare(b.callsign, 'ko', { numeric: true });

/**
 * Patrols that can be sent, fastest first where the server has ranked them, by callsign otherwise. What the record says now
 * wins over a ranking made a moment ago: a patrol that has been taken since is left out.
 */
export const patrolRows = (world: World, register: Register, advice: Advice | null): readonly PatrolRow[] => {
  const free = (id: UnitId): boolean => isAssignable(unitState(world, id).status);
  const ranked: readonly { readonly unit: Unit; readonly ranked: RankedUnit | null }[] =
    advice === null
      ? [...register.unitById.values()]
          .map(({ unit }) => unit)
          .filter((unit) => free(unit.id))
          .sort(byCallsign)
          .map((unit) => ({ unit, ranked: null }))
      : advice.ranking.flatMap((line) => {
          const unit = register.unitById.get(line.unitId)?.unit;
          return unit !== undefined && free(unit.id) ? [{ unit, ranked: line }] : [];
        });
  return ranked.map((row, index) => ({ ...row, key: index < KEYS ? index + 1 : null }));
};

/** The patrol to recommend: the first one whose place is fresh, else the first at all; null without a ranking. */
export const recommendedUnit = (rows: readonly PatrolRow[]): PatrolRow | null => {
  const known = rows.filter((row) => row.ranked !== null);
  return known.find((row) => row.ranked?.stale === false) ?? known[0] ?? null;
};

/** Patrols bound to the incident, in the order they were assigned. `dispatched` is reached by assignment only. */
export const boundPatrols = (incident: Incident, world: World, register: Register): readonly BoundPatrol[] =>
  boundUnits(incident, world).flatMap((id) => {
    const unit = register.unitById.get(id)?.unit;
    const state = unitState(world, id);
    return unit === undefined
      ? []
      : [{ unit, state, steps: nextStatuses(state.status).filter((status) => status !== 'dispatched') }];
  });
