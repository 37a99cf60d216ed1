import { describe, expect, it } from 'vitest';
import {
  boundPatrols,
  dueOrder,
  patrolRows,
  recommendedUnit,
} from '../../../../../renderer/features/incident/patrols.ts';
import { isWaiting, waitingFor } from '../../../../../renderer/lib/pending.ts';
import { mayBreakGlass, positionAccess } from '../../../../../renderer/features/incident/positions.ts';
import { leadingStep, primaryAction } from '../../../../../renderer/features/incident/primary.ts';
import { CommandId } from '../../../../../shared/domain/ids.ts';
import type { UnitId } from '../../../../../shared/domain/ids.ts';
import type { World } from '../../../../../shared/domain/incidents/state.ts';
import type { Advice } from '../../../../../shared/protocol/messages.ts';
import {
  ID,
  T0,
  acknowledged,
  alerted,
  assigned,
  incidentOf,
  leaseOf,
  raised,
  register,
  resolved,
  unitTo,
  worldOf,
} from '../builders.ts';

const ranked = (unitId: UnitId, eta_s: number, stale = false) => ({
  unitId,
  eta_s,
  distance_m: eta_s * 8,
  via: 'street' as const,
  fixAge_s: stale ? 90 : 2,
  stale,
  margins: { earliest_s: 50, expected_s: null },
});
const adviceOf = (...ranking: Advice['ranking']): Advice => ({
  ...{ incidentId: ID.incident, at_ms: T0, ranking, offender: null, escape: [], led: [] },
});

describe('what to do now', () => {
  const now = (world: World, recommended: UnitId | null = ID.car, arrived: UnitId | null = null) =>
    primaryAction(
      incidentOf(world),
      world,
      leadingStep(incidentOf(world), world, (id) => id === arrived),
      recommended,
    );
  const sent = [raised, alerted(), acknowledged(4), ...assigned(6)];

  it('goes from acknowledging to resolving, one thing at a time', () => {
    expect(now(worldOf([raised, alerted()]))).toEqual({ kind: 'acknowledge' });
    expect(now(worldOf([raised, alerted(), acknowledged(4)]))).toEqual({ kind: 'assign', unitId: ID.car });
    expect(now(worldOf(sent))).toEqual({ kind: 'status', unitId: ID.car, to: 'en-route' });
    const driving = [...sent, unitTo(9, 'dispatched', 'en-route')];
    expect(now(worldOf(driving))).toEqual({ kind: 'status', unitId: ID.car, to: 'on-scene' });
    const there = [...driving, unitTo(90, 'en-route', 'on-scene')];
    expect(now(worldOf(there))).toEqual({ kind: 'resolve' });
    expect(now(worldOf([...there, resolved(200)]))).toEqual({ kind: 'await-review' });
  });

  it('asks to acknowledge again when the level rose', () => {
    const alert = { alertId: ID.alert, level: 'contact', code: 0 } as const;
    expect(now(worldOf([...sent, alerted(alert, 50)]))).toEqual({ kind: 'acknowledge' });
  });

  it('L11: proposes the arrival of the patrol that seems to be there, also where it never said that it set out', () => {
    const two = worldOf([...sent, ...assigned(8, ID.bike), unitTo(9, 'dispatched', 'en-route')]);
    expect(now(two)).toEqual({ kind: 'status', unitId: ID.car, to: 'on-scene' });
    expect(now(two, null, ID.bike)).toEqual({ kind: 'status', unitId: ID.bike, to: 'on-scene' });
  });

  it('leaves the choice to the operator where no ranking is known', () => {
    expect(now(worldOf([raised, alerted(), acknowledged(4)]), null)).toEqual({ kind: 'choose-unit' });
  });
});

describe('patrols that can be sent', () => {
  const world = worldOf([raised, alerted(), acknowledged(4)]);
  /** The list as it is when it is first seen. */
  const rowsOf = (of: World, advice: Advice | null) => {
    const due = dueOrder(ID.incident, of, register, advice);
    return patrolRows(due, due.ids, ID.incident, of, register, advice);
  };

  it('keeps the ranking and gives the first nine a key', () => {
    const rows = rowsOf(world, adviceOf(ranked(ID.bike, 60), ranked(ID.car, 90)));
    expect(rows.map((row) => [row.unit.id, row.key])).toEqual([
      [ID.bike, 1],
      [ID.car, 2],
    ]);
    expect(recommendedUnit(rows)?.unit.id).toBe(ID.bike);
  });

  it('does not recommend a patrol whose place is old while a fresh one is known', () => {
    const rows = rowsOf(world, adviceOf(ranked(ID.bike, 60, true), ranked(ID.car, 90)));
    expect(recommendedUnit(rows)?.unit.id).toBe(ID.car);
  });

  it('leaves out a patrol that was taken after the ranking was made', () => {
    const taken = worldOf([raised, alerted(), acknowledged(4), ...assigned(6, ID.bike)]);
    const rows = rowsOf(taken, adviceOf(ranked(ID.bike, 60), ranked(ID.car, 90)));
    expect(rows.map((row) => [row.unit.id, row.key])).toEqual([[ID.car, 1]]);
  });

  it('L10: lists them by callsign, without times and without keys, where no ranking is known', () => {
    const rows = rowsOf(world, null);
    expect(rows.map((row) => row.unit.callsign)).toEqual(['순찰 1', '순찰 2', '순찰 10']);
    expect(rows.every((row) => row.ranked === null && row.key === null)).toBe(true);
    expect(recommendedUnit(rows)).toBeNull();
  });

  it('L10: a line keeps its key and says which place it has by now', () => {
    const shown = { basis: 'rank', ids: [ID.bike, ID.car, ID.foot] } as const;
    const advice = adviceOf(ranked(ID.car, 50), ranked(ID.foot, 80), ranked(ID.bike, 90));
    const rows = patrolRows(
      shown,
      dueOrder(ID.incident, world, register, advice).ids,
      ID.incident,
      world,
      register,
      advice,
    );
    expect(rows.map(({ unit, key, dueAt }) => [unit.id, key, dueAt])).toEqual([
      [ID.bike, 1, 3],
      [ID.car, 2, 1],
      [ID.foot, 3, 2],
    ]);
    expect(recommendedUnit(rows)?.unit.id).toBe(ID.bike);
  });

  it('L10: a patrol that was sent keeps its line, so that the keys of the others stay what they are', () => {
    const shown = { basis: 'rank', ids: [ID.bike, ID.car] } as const;
    const taken = worldOf([raised, alerted(), acknowledged(4), ...assigned(6, ID.bike)]);
    const advice = adviceOf(ranked(ID.car, 90));
    const rows = patrolRows(
      shown,
      dueOrder(ID.incident, taken, register, advice).ids,
      ID.incident,
      taken,
      register,
      advice,
    );
    expect(rows.map(({ unit, key, state, dueAt }) => [unit.id, key, state.status, dueAt])).toEqual([
      [ID.bike, 1, 'dispatched', null],
      [ID.car, 2, 'available', null],
    ]);
    expect(recommendedUnit(rows)?.unit.id).toBe(ID.car);
  });

  it('L16: a patrol on another call comes after the free ones and says which call, with a ranking and without', () => {
    const elsewhere = assigned(6, ID.foot).map((step) => ({ ...step, incidentId: ID.other }));
    const begun = [raised, alerted()].map((step) => ({ ...step, incidentId: ID.other }));
    const two = worldOf([raised, alerted(), acknowledged(4), ...begun, ...elsewhere]);
    const ranking = adviceOf(ranked(ID.foot, 20), ranked(ID.bike, 60), ranked(ID.car, 90));
    for (const rows of [rowsOf(two, ranking), rowsOf(two, null)]) {
      expect(rows.at(-1)).toMatchObject({ unit: { id: ID.foot }, elsewhere: { id: ID.other } });
      expect(rows.slice(0, -1).every((row) => row.elsewhere === null)).toBe(true);
      expect(recommendedUnit(rows)?.unit.id).not.toBe(ID.foot);
    }
  });

  it('offers a sent patrol only the steps it may take', () => {
    const sent = worldOf([raised, alerted(), acknowledged(4), ...assigned(6)]);
    expect(boundPatrols(incidentOf(sent), sent, register)).toMatchObject([
      { unit: { id: ID.car }, steps: ['en-route', 'on-scene', 'clear', 'out-of-service'] },
    ]);
  });
});

describe('commands on their way', () => {
  const waiting = {
    id: CommandId.parse('c1'),
    issuedAt_ms: T0,
    body: { kind: 'unit.assign', incidentId: ID.incident, unitId: ID.car },
    state: 'waiting',
    refusal: null,
  } as const;
  const status = {
    ...waiting,
    id: CommandId.parse('c2'),
    body: { kind: 'unit.setStatus', unitId: ID.car, status: 'en-route' },
  } as const;

  it('are told apart by kind, incident and patrol', () => {
    expect(isWaiting([waiting], 'unit.assign', { incidentId: ID.incident, unitId: ID.car })).toBe(true);
    expect(isWaiting([waiting], 'unit.assign', { incidentId: ID.incident, unitId: ID.bike })).toBe(false);
    expect(isWaiting([waiting], 'unit.assign', { incidentId: ID.other })).toBe(false);
    expect(isWaiting([waiting], 'unit.release', { incidentId: ID.incident })).toBe(false);
    expect(isWaiting([{ ...waiting, state: 'refused', refusal: { reason: 'unit-busy' } }], 'unit.assign', {})).toBe(
      false,
    );
  });

  it('belong to an incident directly or through its patrols', () => {
    expect(waitingFor([waiting, status], ID.incident, [ID.car])).toHaveLength(2);
    expect(waitingFor([waiting, status], ID.other, [])).toHaveLength(0);
  });
});

describe('who may see where they are', () => {
  const likely = incidentOf(worldOf([raised, alerted()]));
  const warning = incidentOf(worldOf([raised, alerted({ level: 'warning', code: 2 })]));

  it('says until when a lease is open, and for whom', () => {
    const access = positionAccess(likely, [leaseOf([ID.offender, ID.victim], 300)], T0);
    expect(access).toMatchObject({ kind: 'open', left_s: 300, holders: [ID.operator] });
    expect(mayBreakGlass(likely, access)).toBe(false);
  });

  it('prefers the lease that opens both people', () => {
    const access = positionAccess(likely, [leaseOf([ID.offender], 900), leaseOf([ID.offender, ID.victim], 300)], T0);
    expect(access).toMatchObject({ kind: 'open', subjects: [ID.offender, ID.victim] });
  });

  it('does not count an expired lease or one of another incident', () => {
    expect(positionAccess(likely, [leaseOf([ID.offender], -1)], T0)).toEqual({ kind: 'none', why: 'not-held' });
    const elsewhere = { ...leaseOf([ID.offender], 300) };
    const other = { ...elsewhere, lease: { ...elsewhere.lease, incidentId: ID.other } };
    expect(positionAccess(likely, [other], T0).kind).toBe('none');
  });

  it('says why there is none, and offers break-glass while an alert runs', () => {
    const none = positionAccess(warning, [], T0);
    expect(none).toEqual({ kind: 'none', why: 'tier' });
    expect(mayBreakGlass(warning, none)).toBe(true);
    const over = incidentOf(worldOf([raised, alerted(), acknowledged(2), resolved(9)]));
    expect(positionAccess(over, [], T0)).toEqual({ kind: 'none', why: 'resolved' });
    expect(mayBreakGlass(over, { kind: 'none', why: 'resolved' })).toBe(false);
  });
});
