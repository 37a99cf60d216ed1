import type { IncidentId, UnitId } from '../../../shared/domain/ids.ts';
import type { Incident, UnitState, World } from '../../../shared/domain/incidents/state.ts';
import { unitState } from '../../../shared/domain/incidents/state.ts';
import type { Unit, UnitStatus } from '../../../shared/domain/units.ts';
import { isAssignable, nextStatuses } from '../../../shared/domain/units.ts';
import type { Advice, RankedUnit } from '../../../shared/protocol/messages.ts';
import type { Register } from '../../lib/orderPeople.ts';
import type { ShownOrder } from '../../lib/shownOrder.ts';
import { boundUnits } from './primary.ts';

/** Number keys reach the first nine. */
const KEYS = 9;

export type PatrolRow = {
  readonly unit: Unit;
  /** Key that assigns it, 1–9; null where nobody knows who is nearer, and past the ninth. */
  readonly key: number | null;
  /** Null where no ranking is known: times would give the place away without a lease. */
  readonly ranked: RankedUnit | null;
  readonly state: UnitState;
  /** The other incident that it works; null where it is free, or works this one. */
  readonly elsewhere: Incident | null;
  /** The place it has now, 1 for the soonest; null while its line stands where it should. */
  readonly dueAt: number | null;
};

/** A patrol that works this incident, with the steps it may take now. */
export type BoundPatrol = { readonly unit: Unit; readonly state: UnitState; readonly steps: readonly UnitStatus[] };

const byCallsign = (a: Unit, b: Unit): number => a.callsign.localeCompare(b.callsign, 'ko', { numeric: true });

/**
 * Patrols that can be sent to an incident now, soonest first where the server has ranked them, by callsign otherwise; after them those that
 * work another call.
 */
export const dueOrder = (
  incidentId: IncidentId,
  world: World,
  register: Register,
  advice: Advice | null,
): Pick<ShownOrder<UnitId>, 'basis' | 'ids'> => {
  const all = [...register.unitById.values()].map(({ unit }) => unit).sort(byCallsign);
  const ids = advice?.ranking.map(({ unitId }) => unitId) ?? all.map(({ id }) => id);
  // What the record says now wins over a ranking made a moment ago.
  const known = ids.filter((id) => register.unitById.has(id));
  const free = known.filter((id) => isAssignable(unitState(world, id).status));
  const onCall = known.filter((id) => {
    const { incidentId: works } = unitState(world, id);
    return works !== null && works !== incidentId;
  });
  return { basis: advice === null ? 'name' : 'rank', ids: [...free, ...onCall] };
};

/** The lines of the list as it stands on the screen; `due` is the order it would have now. */
export const patrolRows = (
  shown: Pick<ShownOrder<UnitId>, 'basis' | 'ids'>,
  due: readonly UnitId[],
  incidentId: IncidentId,
  world: World,
  register: Register,
  advice: Advice | null,
): readonly PatrolRow[] => {
  const staying = shown.ids.filter((id) => due.includes(id));
  return shown.ids.flatMap((id, at): readonly PatrolRow[] => {
    const unit = register.unitById.get(id)?.unit;
    if (unit === undefined) return [];
    const place = due.indexOf(id);
    const state = unitState(world, id);
    const works = state.incidentId === null ? undefined : world.incidents.get(state.incidentId);
    return [
      {
        unit,
        key: shown.basis === 'rank' && at < KEYS ? at + 1 : null,
        ranked: advice?.ranking.find(({ unitId }) => unitId === id) ?? null,
        state,
        elsewhere: works === undefined || works.id === incidentId ? null : works,
        dueAt: place === -1 || place === staying.indexOf(id) ? null : place + 1,
      },
    ];
  });
};

/** The patrol to recommend of a ranking: the first that can be sent and whose place is fresh, else the first that can be sent. */
export const recommendedUnit = (rows: readonly PatrolRow[]): PatrolRow | null => {
  const known = rows.filter((row) => row.ranked !== null && isAssignable(row.state.status));
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
