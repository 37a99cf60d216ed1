import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  AlertId,
  CommandId,
  ConsoleId,
  HoldId,
  IncidentId,
  OperatorId,
  Seq,
  UnitId,
} from '../../../../shared/domain/ids.ts';
import type { Command, CommandBody, Refusal } from '../../../../shared/domain/incidents/commands.ts';
import { decide } from '../../../../shared/domain/incidents/decide.ts';
import type { Entry, EntryDraft } from '../../../../shared/domain/incidents/entries.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { joinAlert } from '../../../../shared/domain/incidents/join.ts';
import { emptyWorld, isRunning, unitState } from '../../../../shared/domain/incidents/state.ts';
import type { World } from '../../../../shared/domain/incidents/state.ts';
import { responseTimes } from '../../../../shared/domain/kpi/response.ts';
import type { OperatorRole } from '../../../../shared/domain/operators.ts';
import { sosPressed } from '../../../../shared/domain/rules/events.ts';
import { rulesFromWorld } from '../../../../shared/domain/rules/restore.ts';
import { noRules } from '../../../../shared/domain/rules/types.ts';
import type { AlertChange } from '../../../../shared/domain/rules/types.ts';
import { I1, T0, U1, V1, counter, drive, order, policy } from '../scene.ts';

const U2 = UnitId.parse('U2');

/** A record under test: commands and alert changes in, entries and the world they fold into out. */
const record = () => {
  let world: World = emptyWorld;
  const entries: Entry[] = [];
  const commandIds = counter('C');
  const incidentIds = counter('I');
  const append = (drafts: readonly EntryDraft[]): void => {
    const added = drafts.map((draft): Entry => ({
      ...draft,
      seq: Seq.parse(entries.length + drafts.indexOf(draft) + 1),
      recordedAt_ms: draft.at_ms,
    }));
    entries.push(...added);
    world = foldEntries(world, added);
  };
  return {
    entries,
    world: () => world,
    incident: () => {
      const incident = world.incidents.get(I1);
      if (incident === undefined) throw new Error('no incident yet');
      return incident;
    },
    join: (changes: readonly AlertChange[]) => {
      for (const change of changes)
        append(joinAlert(world, order().id, change, { newIncidentId: () => IncidentId.parse(incidentIds()), policy }));
    },
    ask: (body: CommandBody, at_s: number, who = 'dispatcher1', role: OperatorRole = 'dispatcher'): Refusal | null => {
      const command: Command = { id: CommandId.parse(commandIds()), issuedAt_ms: T0 + at_s * 1000, body };
      const decision = decide(world, command, {
        actor: { type: 'operator', operatorId: OperatorId.parse(who), role, consoleId: ConsoleId.parse('desk-1') },
        knowsUnit: (id) => id === U1 || id === U2,
        rankOf: () => ({ rank: 1, eta_s: 90 }),
        isClosing: () => false,
        incidentOf: () => null,
        orderOf: () => order(),
        attendanceOf: () => 'attended',
        newHoldId: () => HoldId.parse('hold-1'),
        policy,
      });
      if (!decision.ok) return decision.error;
      append(decision.value);
      return null;
    },
  };
};

/** The emergency button at second `at_s`, under an alert id of its own. */
const pressed = (at_s: number) =>
  sosPressed(noRules, { person: V1, at_ms: T0 + at_s * 1000 }, policy, () => AlertId.parse(`SOS${at_s}`)).changes;

const breach = () => {
  const r = record();
  r.join(drive(3, () => 900).changes);
  return r;
};

const acknowledge: CommandBody = { kind: 'incident.acknowledge', incidentId: I1 };
const assign = (unitId: UnitId): CommandBody => ({ kind: 'unit.assign', incidentId: I1, unitId });
const set = (status: 'en-route' | 'on-scene' | 'clear' | 'out-of-service'): CommandBody => ({
  kind: 'unit.setStatus',
  unitId: U1,
  status,
});
const resolve: CommandBody = { kind: 'incident.resolve', incidentId: I1, outcome: 'offender-separated', cause: null };
const close: CommandBody = { kind: 'incident.close', incidentId: I1, review: 'reviewed', caseFollows: false };

describe('the dispatcher’s flow', () => {
  it('runs from raised to closed with every step and its time in the record', () => {
    const r = breach();
    expect(r.incident()).toMatchObject({ status: 'raised', code: 1, unacknowledged: true });
    expect(r.ask(acknowledge, 6)).toBeNull();
    expect(r.ask(assign(U1), 20)).toBeNull();
    expect(r.incident().status).toBe('dispatched');
    expect(r.ask(set('en-route'), 30)).toBeNull();
    expect(r.ask(set('on-scene'), 200)).toBeNull();
    expect(r.incident().status).toBe('on-scene');
    expect(r.ask({ kind: 'note.add', incidentId: I1, text: 'separated' }, 210)).toBeNull();
    expect(r.ask(resolve, 400)).toBeNull();
    expect(r.incident()).toMatchObject({ status: 'resolved', outcome: 'offender-separated', units: [] });
    expect(r.incident().peakCode).toBe(1);
    expect(unitState(r.world(), U1).status).toBe('clear');
    expect(r.ask(close, 500, 'supervisor1', 'supervisor')).toBeNull();
    expect(r.incident().status).toBe('closed');
    expect(responseTimes(r.incident())).toEqual({
      answer_s: 6,
      dispatch_s: 20,
      travel_s: 180,
      arrival_s: 200,
      onScene_s: 200,
      total_s: 400,
    });
    expect(r.entries.map((e) => e.seq)).toEqual(r.entries.map((_, i) => i + 1));
  });

  it.each<[string, CommandBody, Refusal]>([
    ['assigning before anybody acknowledged', assign(U1), { reason: 'wrong-state', state: 'raised' }],
    ['resolving what still sounds', resolve, { reason: 'wrong-state', state: 'raised' }],
    ['on scene without being sent', set('on-scene'), { reason: 'wrong-state', state: 'available' }],
    ['closing as a dispatcher', close, { reason: 'not-allowed' }],
    [
      'an incident nobody knows',
      { ...acknowledge, incidentId: IncidentId.parse('I9') },
      { reason: 'unknown-incident' },
    ],
    [
      'a unit nobody knows',
      { kind: 'unit.setStatus', unitId: UnitId.parse('U9'), status: 'clear' },
      { reason: 'unknown-unit' },
    ],
  ])('refuses %s', (_, body, refusal) => {
    const r = breach();
    const before = r.entries.length;
    expect(r.ask(body, 5)).toEqual(refusal);
    expect(r.entries.length).toBe(before);
  });

  it('refuses a bound unit, a false alert without a cause, and closing by whoever resolved', () => {
    const r = breach();
    r.ask(acknowledge, 1);
    r.ask(assign(U1), 2);
    expect(r.ask(assign(U1), 3)).toEqual({ reason: 'unit-busy' });
    expect(r.ask({ kind: 'incident.resolve', incidentId: I1, outcome: 'false-alert', cause: null }, 4)).toEqual({
      reason: 'cause-required',
    });
    r.ask(resolve, 5, 'kim', 'dispatcher');
    expect(r.ask(close, 6, 'kim', 'supervisor')).toEqual({ reason: 'second-person-required' });
  });

  it('records what made an alert a false one, and forgets it with a reopening', () => {
    const r = breach();
    r.ask(acknowledge, 1);
    const asFalse = { kind: 'incident.resolve', incidentId: I1, outcome: 'false-alert' } as const;
    expect(r.ask({ ...asFalse, falseCause: 'other', cause: null }, 2)).toEqual({ reason: 'cause-required' });
    expect(r.ask({ ...asFalse, falseCause: 'inaccurate-place', cause: null }, 3)).toBeNull();
    expect(r.entries.at(-1)?.body).toMatchObject({ outcome: 'false-alert', falseCause: 'inaccurate-place' });
    expect(r.incident()).toMatchObject({ outcome: 'false-alert', falseCause: 'inaccurate-place' });
    r.ask({ kind: 'incident.reopen', incidentId: I1, reason: 'came back' }, 4);
    expect(r.incident().falseCause).toBeNull();
    // A console of before causes were listed typed one.
    expect(r.ask({ ...asFalse, cause: 'typed' }, 5)).toBeNull();
    expect(r.incident().falseCause).toBe('other');
  });

  it('takes no cause of a false alert where there was none', () => {
    const r = breach();
    r.ask(acknowledge, 1);
    r.ask({ kind: 'incident.resolve', incidentId: I1, outcome: 'other', falseCause: 'test', cause: null }, 2);
    expect(r.entries.at(-1)?.body).not.toHaveProperty('falseCause');
    expect(r.incident().falseCause).toBeNull();
  });

  it('reopens from resolved, but never from closed', () => {
    const r = breach();
    r.ask(acknowledge, 1);
    r.ask(resolve, 2);
    expect(r.ask({ kind: 'incident.reopen', incidentId: I1, reason: 'came back' }, 3)).toBeNull();
    expect(r.incident().status).toBe('acknowledged');
    r.ask(resolve, 4);
    r.ask(close, 5, 'supervisor1', 'supervisor');
    expect(r.ask({ kind: 'incident.reopen', incidentId: I1, reason: 'again' }, 6)).toEqual({
      reason: 'wrong-state',
      state: 'closed',
    });
  });
});

describe('acknowledgement', () => {
  it('is taken back by a rise of level and by possible turning likely, not by likely turning confirmed', () => {
    const r = record();
    const sounding: (readonly [string, boolean])[] = [];
    for (const change of drive(1800, (t) => 2500 - 1.4 * t, { accuracy_m: 60 }).changes) {
      r.join([change]);
      sounding.push([`${change.kind} ${change.alert.certainty}`, r.incident().unacknowledged]);
      r.ask(acknowledge, change.t);
    }
    for (const [what, sounds] of sounding) expect([what, sounds]).toEqual([what, what !== 'updated confirmed']);
    expect(sounding.some(([what]) => what === 'updated confirmed')).toBe(true);
    expect(sounding.some(([what]) => what === 'updated likely')).toBe(true);
  });
});

describe('a command that was held up on its way', () => {
  it('does not silence or end an alarm that began to sound after it was given', () => {
    const r = breach();
    r.ask(acknowledge, 4);
    r.join(pressed(60));
    expect(r.ask(acknowledge, 30, 'kim')).toEqual({ reason: 'wrong-state', state: 'raised' });
    expect(r.incident().unacknowledged).toBe(true);
    expect(r.ask(acknowledge, 62)).toBeNull();
    expect(r.ask(resolve, 31, 'kim')).toEqual({ reason: 'wrong-state', state: 'raised' });
    expect(r.incident().alerts.size).toBe(2);
    expect(r.ask(resolve, 63)).toBeNull();
  });
});

describe('reopening', () => {
  it('is refused while another incident of the order runs', () => {
    const r = breach();
    r.ask(acknowledge, 4);
    r.ask(resolve, 5);
    r.join(pressed(9));
    const reopen: CommandBody = { kind: 'incident.reopen', incidentId: I1, reason: 'came back' };
    expect(r.ask(reopen, 10)).toEqual({ reason: 'wrong-state', state: 'raised' });
    expect([...r.world().incidents.values()].filter(isRunning)).toHaveLength(1);
  });
});

describe('joining', () => {
  it('puts alerts of the same order into one incident, and opens a new one after resolution', () => {
    const r = breach();
    r.join(pressed(5));
    expect(r.world().incidents.size).toBe(1);
    r.ask(acknowledge, 6);
    r.ask(resolve, 7);
    r.join(pressed(9));
    expect([...r.world().incidents.values()].map((i) => i.status)).toEqual(['resolved', 'raised']);
  });

  it('remembers its most urgent code when calmer alerts are all that is left', () => {
    const r = breach();
    r.join(pressed(5));
    r.ask(acknowledge, 6);
    r.ask(resolve, 7);
    expect(r.incident()).toMatchObject({ code: 1, peakCode: 0 });
  });

  it('ends buttons with the response but leaves the breach to the rules', () => {
    const r = breach();
    r.join(pressed(0));
    r.ask(acknowledge, 1);
    r.ask(resolve, 2);
    const restored = rulesFromWorld(r.world(), order().id);
    expect([...restored.running.keys()]).toEqual([`proximity:${V1}`]);
  });
});

describe('any sequence of commands', () => {
  const body = fc.constantFrom<CommandBody>(
    acknowledge,
    assign(U1),
    assign(U2),
    { kind: 'unit.release', incidentId: I1, unitId: U1 },
    set('en-route'),
    set('on-scene'),
    set('clear'),
    set('out-of-service'),
    resolve,
    close,
    { kind: 'incident.reopen', incidentId: I1, reason: 'r' },
    { kind: 'note.add', incidentId: I1, text: 'n' },
  );

  it('keeps units and incidents in step, and folds the same in one go as entry by entry', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(body, fc.constantFrom<OperatorRole>('dispatcher', 'supervisor')), { maxLength: 40 }),
        (steps) => {
          const r = breach();
          steps.forEach(([b, role], i) => r.ask(b, i, role, role));
          const world = r.world();
          for (const [id, unit] of world.units) {
            const holder = [...world.incidents.values()].filter((i) => i.units.includes(id));
            expect(holder.map((i) => i.id)).toEqual(unit.incidentId === null ? [] : [unit.incidentId]);
          }
          for (const incident of world.incidents.values()) if (!isRunning(incident)) expect(incident.units).toEqual([]);
          expect(foldEntries(emptyWorld, r.entries)).toEqual(world);
          expect(foldEntries(world, r.entries)).toEqual(world);
        },
      ),
      { numRuns: 300 },
    );
  });
});
