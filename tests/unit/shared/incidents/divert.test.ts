import { describe, expect, it } from 'vitest';
import { isBereft, lostUnits } from '../../../../shared/domain/incidents/assignments.ts';
import { HoldId } from '../../../../shared/domain/ids.ts';
import type { CommandBody } from '../../../../shared/domain/incidents/commands.ts';
import { decide } from '../../../../shared/domain/incidents/decide.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { emptyWorld, unitState } from '../../../../shared/domain/incidents/state.ts';
import { unitTurns } from '../../../../shared/domain/kpi/units.ts';
import { aDirectory, dispatcher } from '../../../builders/directory.ts';
import { acknowledged, anAlert, byOperator, entriesOf, raised } from '../../../builders/entries.ts';
import { alertId, commandId, incidentId, operatorId, seq, unitId } from '../../../builders/ids.ts';
import { at } from '../../../builders/times.ts';
import { policy } from '../scene.ts';

const [FIRST, SECOND, CAR] = [incidentId('I1'), incidentId('I2'), unitId('U1')];
const colleague = { ...dispatcher, id: operatorId('dispatcher2') };

/** Two acknowledged incidents of two orders, and a desk that asks for things. */
const twoCalls = () => {
  const second = anAlert({ alertId: alertId('A2') });
  const entries = [
    ...entriesOf([...raised(), acknowledged('I1')]),
    ...entriesOf([...raised(second, 'I2', 'ORD-2'), acknowledged('I2')], 4),
  ];
  let world = foldEntries(emptyWorld, entries);
  const ask = (body: CommandBody, at_s: number, who = dispatcher) => {
    const actor = byOperator(who);
    if (actor.type !== 'operator') throw new Error('a desk asks');
    const decided = decide(
      world,
      { id: commandId(`C${at_s}`), issuedAt_ms: at(at_s), body },
      {
        actor,
        knowsUnit: (id) => aDirectory().units.some(({ unit }) => unit.id === id),
        rankOf: () => ({ rank: 1, eta_s: 90 }),
        isClosing: () => false,
        incidentOf: () => null,
        orderOf: () => undefined,
        attendanceOf: () => 'attended',
        newHoldId: () => HoldId.parse('H1'),
        policy,
      },
    );
    if (!decided.ok) return decided.error;
    const added = decided.value.map((draft, i) => ({
      ...draft,
      seq: seq(world.head + i + 1),
      recordedAt_ms: draft.at_ms,
    }));
    entries.push(...added);
    world = foldEntries(world, added);
    return null;
  };
  const incident = (id = FIRST) => {
    const found = world.incidents.get(id);
    if (found === undefined) throw new Error(`no incident ${id}`);
    return found;
  };
  return { ask, incident, entries, unit: () => unitState(world, CAR) };
};

const assign = (id: typeof FIRST, divertFrom?: typeof FIRST): CommandBody =>
  divertFrom === undefined
    ? { kind: 'unit.assign', incidentId: id, unitId: CAR }
    : { kind: 'unit.assign', incidentId: id, unitId: CAR, divertFrom };
const step = (status: 'en-route' | 'on-scene' | 'clear' | 'out-of-service', assignedTo = FIRST): CommandBody => ({
  kind: 'unit.setStatus',
  unitId: CAR,
  status,
  assignedTo,
});

/** The car has been at the first incident's scene since second 60. */
const atTheScene = () => {
  const calls = twoCalls();
  calls.ask(assign(FIRST), 20);
  calls.ask(step('en-route'), 30);
  calls.ask(step('on-scene'), 60);
  return calls;
};

describe('L16: a unit that is on another call', () => {
  it('is not taken from it without a word, nor from another one than the operator was told of', () => {
    const calls = atTheScene();
    expect(calls.ask(assign(SECOND), 70)).toEqual({ reason: 'unit-busy' });
    expect(calls.ask(assign(SECOND, SECOND), 71)).toEqual({ reason: 'unit-busy' });
    expect(calls.ask(assign(FIRST, FIRST), 72)).toEqual({ reason: 'unit-busy' });
    expect(calls.unit()).toMatchObject({ status: 'on-scene', incidentId: FIRST });
  });

  it('is diverted on a word; the first incident keeps its times and what was reached, and says what it has lost', () => {
    const calls = atTheScene();
    const before = calls.incident().times;
    expect(calls.ask(assign(SECOND, FIRST), 80)).toBeNull();
    expect(calls.incident().times).toEqual(before);
    expect(calls.incident().units).toEqual([]);
    const leaving = { reason: 'diverted', at_ms: at(80), to: SECOND };
    expect(lostUnits(calls.incident())).toEqual([
      { unitId: CAR, leaving, work: { assignedAt_ms: at(20), status: 'on-scene', since_ms: at(60), left: leaving } },
    ]);
    expect(isBereft(calls.incident())).toBe(true);
    expect(calls.unit()).toEqual({ status: 'dispatched', incidentId: SECOND, since_ms: at(80) });
    expect(calls.incident(SECOND)).toMatchObject({ status: 'dispatched', units: [CAR] });
    expect(calls.incident(SECOND).times.onSceneAt_ms).toBeNull();
    expect(calls.entries.slice(-3).map(({ incidentId: of, body }) => [of, body.kind])).toEqual([
      [FIRST, 'unit.released'],
      [SECOND, 'unit.assigned'],
      [SECOND, 'unit.status'],
    ]);
  });

  it('has one turn in each incident, the first one ended where it was diverted', () => {
    const calls = atTheScene();
    calls.ask(assign(SECOND, FIRST), 80);
    const of = (id: typeof FIRST) => unitTurns(calls.entries.filter((entry) => entry.incidentId === id));
    expect(of(FIRST)).toEqual([
      { unitId: CAR, assignedAt_ms: at(20), enRouteAt_ms: at(30), onSceneAt_ms: at(60), clearAt_ms: at(80) },
    ]);
    expect(of(SECOND)).toMatchObject([{ assignedAt_ms: at(80), onSceneAt_ms: null, clearAt_ms: null }]);
  });

  it('is assigned all the same where it has become free meanwhile', () => {
    const calls = atTheScene();
    calls.ask(step('clear'), 70);
    expect(calls.ask(assign(SECOND, FIRST), 80)).toBeNull();
    expect(lostUnits(calls.incident())).toMatchObject([{ leaving: { reason: 'clear' } }]);
    expect(isBereft(calls.incident())).toBe(false);
  });

  it('gives who diverts it no part in the first incident, whose people they need not see', () => {
    const calls = atTheScene();
    calls.ask(assign(SECOND, FIRST), 80, colleague);
    expect(calls.incident().workers).toEqual([dispatcher.id]);
    expect(calls.incident(SECOND).workers).toContain(colleague.id);
  });

  it('takes no step that was meant for the call before', () => {
    const calls = atTheScene();
    calls.ask(assign(SECOND, FIRST), 80);
    expect(calls.ask(step('clear'), 90)).toEqual({ reason: 'unit-busy' });
    expect(calls.unit()).toMatchObject({ status: 'dispatched', incidentId: SECOND });
    expect(calls.ask(step('on-scene', SECOND), 95)).toBeNull();
  });

  it('is lost to its incident when it breaks down, and cannot be sent until it is back', () => {
    const calls = atTheScene();
    expect(calls.ask(step('out-of-service'), 70)).toBeNull();
    expect(isBereft(calls.incident())).toBe(true);
    expect(calls.incident()).toMatchObject({ status: 'acknowledged', units: [] });
    expect(calls.ask(assign(SECOND), 80)).toEqual({ reason: 'wrong-state', state: 'out-of-service' });
  });

  it('is no longer missed once somebody else is sent', () => {
    const calls = atTheScene();
    calls.ask(assign(SECOND, FIRST), 80);
    calls.ask({ kind: 'unit.assign', incidentId: FIRST, unitId: unitId('U2') }, 90);
    expect(lostUnits(calls.incident())).toEqual([]);
  });
});
