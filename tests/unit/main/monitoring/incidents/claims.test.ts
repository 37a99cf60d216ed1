import { describe, expect, it } from 'vitest';
import { CommandId, ConsoleId } from '../../../../../shared/domain/ids.ts';
import type { Attendance } from '../../../../../shared/domain/incidents/attendance.ts';
import type { CommandBody } from '../../../../../shared/domain/incidents/commands.ts';
import { ringingOf } from '../../../../../shared/domain/incidents/soundings.ts';
import type { Incident } from '../../../../../shared/domain/incidents/state.ts';
import type { Operator } from '../../../../../shared/domain/operators.ts';
import type { Commanded } from '../../../../../main/monitoring/ports/desks.ts';
import { d1, d2, startWatch, supervisor, UNIT, V } from '../watch.ts';
import type { Watch } from '../watch.ts';

const incidentOf = (watch: Watch): Incident => {
  const incident = [...watch.monitoring.world().incidents.values()].at(-1);
  if (incident === undefined) throw new Error('no incident');
  return incident;
};
const tellDesks = (watch: Watch, desks: Readonly<Record<string, Attendance>>): void =>
  watch.monitoring.setDesks((operator) => ({ desk: desks[operator] ?? 'attended', sounds: true }));
let commands = 0;
/** What an operator asks for at a console of their own. */
const ask = (watch: Watch, who: Operator, body: CommandBody): Commanded =>
  watch.order({
    command: { id: CommandId.parse(`claim-${(commands += 1)}`), issuedAt_ms: watch.now(), body },
    actor: {
      type: 'operator',
      operatorId: who.id,
      role: who.role,
      consoleId: ConsoleId.parse(`console-of-${who.id}`),
    },
  });
const acknowledge = (watch: Watch, who: Operator): Commanded => {
  const { id: incidentId, soundings } = incidentOf(watch);
  return ask(watch, who, { kind: 'incident.acknowledge', incidentId, sounding: soundings });
};
const claim = (watch: Watch, who: Operator, from: Operator | null): Commanded =>
  ask(watch, who, { kind: 'incident.claim', incidentId: incidentOf(watch).id, from: from?.id ?? null });
/** An SOS, with two dispatchers and a supervisor signed in. */
const pressed = (): Watch => {
  const watch = startWatch();
  watch.monitoring.setSignedIn([d1, d2, supervisor]);
  watch.apart(5000);
  watch.monitoring.sos(V, watch.now());
  return watch;
};
const owesReasons = ({ takings }: Incident) => takings.filter(({ owesReason }) => owesReason).map(({ by }) => by);
const holder = (watch: Watch) => incidentOf(watch).claim?.operatorId ?? null;

describe('two desks: the first key claims', () => {
  it('gives the incident to whoever acknowledges first, with their desk, and to nobody who only notes or looks on', () => {
    const watch = pressed();
    const { id: incidentId } = incidentOf(watch);
    ask(watch, d2, { kind: 'note.add', incidentId, text: '참고' });
    expect(holder(watch)).toBeNull();
    expect(claim(watch, supervisor, null)).toEqual({ ok: false, error: { reason: 'not-allowed' } });
    expect(acknowledge(watch, d1).ok).toBe(true);
    expect(incidentOf(watch).claim).toMatchObject({ operatorId: d1.id, consoleId: 'console-of-d1', left: null });
    // Who helps does not take it.
    ask(watch, d2, { kind: 'unit.assign', incidentId, unitId: UNIT });
    expect([holder(watch), watch.bodies('incident.taken')]).toEqual([d1.id, []]);
  });

  it('can be pressed for by name before anything else is done, and survives a restart of the server', () => {
    const watch = pressed();
    expect(claim(watch, d2, null).ok).toBe(true);
    expect(watch.bodies('incident.claimed')).toHaveLength(1);
    const again = startWatch({ store: watch.store, now_ms: watch.now() });
    expect(holder(again)).toBe(d2.id);
  });

  it('tells the second of two who acknowledge at once who was first, and records nothing twice', () => {
    const watch = pressed();
    expect(acknowledge(watch, d1).ok).toBe(true);
    expect(acknowledge(watch, d2)).toEqual({ ok: false, error: { reason: 'acknowledged-already', by: d1.id } });
    expect([watch.bodies('incident.acknowledged').length, holder(watch)]).toEqual([1, d1.id]);
  });

  it('tells the second of two who claim at once who was first, and takes it from nobody unseen', () => {
    const watch = pressed();
    claim(watch, d1, null);
    expect(claim(watch, d2, null)).toEqual({ ok: false, error: { reason: 'claimed-already', by: d1.id } });
    expect(claim(watch, d1, d1)).toEqual({ ok: false, error: { reason: 'claimed-already', by: d1.id } });
    expect(holder(watch)).toBe(d1.id);
  });
});

describe('two desks: taking over', () => {
  it.each(['locked', 'unheard', 'signed-out'] as const)('needs no reason from a desk that is %s', (desk) => {
    const watch = pressed();
    acknowledge(watch, d1);
    tellDesks(watch, { [d1.id]: desk });
    expect(claim(watch, d2, d1).ok).toBe(true);
    expect(watch.bodies('incident.taken')).toEqual([
      { kind: 'incident.taken', from: d1.id, fromConsole: 'console-of-d1', desk },
    ]);
    expect([holder(watch), owesReasons(incidentOf(watch))]).toEqual([d2.id, []]);
  });

  it('from somebody who is there is done at once and owes a reason until the taker has given it', () => {
    const watch = pressed();
    acknowledge(watch, d1);
    expect(claim(watch, d2, d1).ok).toBe(true);
    expect([holder(watch), owesReasons(incidentOf(watch))]).toEqual([d2.id, [d2.id]]);
    const { id: incidentId } = incidentOf(watch);
    const explain = (who: Operator) => ask(watch, who, { kind: 'taking.explain', incidentId, reason: '교대' });
    expect(explain(d1)).toEqual({ ok: false, error: { reason: 'no-reason-owed' } });
    expect(explain(d2).ok).toBe(true);
    expect([watch.bodies('taking.explained'), owesReasons(incidentOf(watch))]).toEqual([
      [{ kind: 'taking.explained', reason: '교대' }],
      [],
    ]);
  });

  it('comes with the first work of another where nobody is at the desk that has it', () => {
    const watch = pressed();
    acknowledge(watch, d1);
    tellDesks(watch, { [d1.id]: 'locked' });
    ask(watch, d2, { kind: 'unit.assign', incidentId: incidentOf(watch).id, unitId: UNIT });
    expect(watch.bodies('incident.taken')).toMatchObject([{ from: d1.id, desk: 'locked' }]);
    expect(holder(watch)).toBe(d2.id);
  });
});

describe('two desks: what is resolved', () => {
  it('is taken over by nobody who writes up what they did, and by whoever takes it up again', () => {
    const watch = pressed();
    acknowledge(watch, d1);
    const { id: incidentId, soundings } = incidentOf(watch);
    ask(watch, d1, { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null, sounding: soundings });
    tellDesks(watch, { [d1.id]: 'signed-out' });
    ask(watch, d2, { kind: 'call.log', incidentId, party: 'other', result: 'talked', text: null });
    expect([holder(watch), watch.bodies('incident.taken')]).toEqual([d1.id, []]);
    expect(ask(watch, d2, { kind: 'incident.reopen', incidentId, reason: '재개' }).ok).toBe(true);
    expect([holder(watch), watch.bodies('incident.left')]).toEqual([d2.id, []]);
  });

  it('sounds again where a supervisor takes it up for a desk that is empty', () => {
    const watch = pressed();
    acknowledge(watch, d1);
    const { id: incidentId, soundings } = incidentOf(watch);
    ask(watch, d1, { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null, sounding: soundings });
    tellDesks(watch, { [d1.id]: 'signed-out' });
    expect(ask(watch, supervisor, { kind: 'incident.reopen', incidentId, reason: '재개' }).ok).toBe(true);
    expect([holder(watch), watch.bodies('incident.left').length]).toEqual([d1.id, 1]);
  });
});

describe('two desks: a desk that is gone', () => {
  it.each(['unheard', 'signed-out'] as const)(
    'makes its Code 0 sound again once, with a number, where it is %s',
    (desk) => {
      const watch = pressed();
      acknowledge(watch, d1);
      expect(ringingOf(incidentOf(watch))).toBeNull();
      tellDesks(watch, { [d1.id]: desk });
      expect(watch.bodies('incident.left')).toMatchObject([
        { sounding: 2, code: 0, operatorId: d1.id, consoleId: 'console-of-d1', desk },
      ]);
      expect(ringingOf(incidentOf(watch))?.newest).toMatchObject({ number: 2, left: { by: d1.id, desk } });
      watch.pass(30);
      tellDesks(watch, { [d1.id]: desk, [d2.id]: 'locked' });
      expect(watch.bodies('incident.left')).toHaveLength(1);
      // Nobody answers: it goes to the supervisors like anything that rings.
      expect(watch.bodies('incident.escalated').at(-1)).toMatchObject({ sounding: 2, code: 0 });
      // The desk that comes back silences nothing by coming back.
      tellDesks(watch, {});
      expect(ringingOf(incidentOf(watch))?.newest.number).toBe(2);
      expect(acknowledge(watch, d2).ok).toBe(true);
      // Who answers for a desk that was gone has it then, and owes nobody a reason.
      expect([ringingOf(incidentOf(watch)), holder(watch), owesReasons(incidentOf(watch))]).toEqual([null, d2.id, []]);
    },
  );

  it('rings until another acknowledges it, who has it then without a reason', () => {
    const watch = pressed();
    acknowledge(watch, d1);
    tellDesks(watch, { [d1.id]: 'unheard' });
    expect(acknowledge(watch, d2).ok).toBe(true);
    expect([ringingOf(incidentOf(watch)), holder(watch)]).toEqual([null, d2.id]);
    expect(owesReasons(incidentOf(watch))).toEqual([]);
  });

  it('sounds again after its operator has come back to work on it and is gone once more', () => {
    const watch = pressed();
    acknowledge(watch, d1);
    tellDesks(watch, { [d1.id]: 'unheard' });
    tellDesks(watch, {});
    acknowledge(watch, d1);
    expect(incidentOf(watch).claim?.left).toBeNull();
    tellDesks(watch, { [d1.id]: 'unheard' });
    expect(watch.bodies('incident.left').map(({ sounding }) => sounding)).toEqual([2, 3]);
  });

  it('leaves quiet what is less urgent, what is resolved, what nobody has, and what a locked desk still hears', () => {
    const calm = startWatch();
    calm.monitoring.setSignedIn([d1, d2]);
    calm.apart(5000);
    calm.apart(1500);
    acknowledge(calm, d1);
    expect(incidentOf(calm).code).toBe(2);
    tellDesks(calm, { [d1.id]: 'unheard' });
    expect(calm.bodies('incident.left')).toEqual([]);

    const resolved = pressed();
    acknowledge(resolved, d1);
    tellDesks(resolved, { [d1.id]: 'locked' });
    expect(resolved.bodies('incident.left')).toEqual([]);
    const { id: incidentId, soundings } = incidentOf(resolved);
    ask(resolved, d1, { kind: 'incident.resolve', incidentId, outcome: 'other', cause: null, sounding: soundings });
    tellDesks(resolved, { [d1.id]: 'unheard' });
    expect(resolved.bodies('incident.left')).toEqual([]);

    const open = pressed();
    tellDesks(open, { [d1.id]: 'unheard', [d2.id]: 'signed-out' });
    expect(open.bodies('incident.left')).toEqual([]);
  });

  it('is found after a restart of the server too', () => {
    const watch = pressed();
    acknowledge(watch, d1);
    const again = startWatch({ store: watch.store, now_ms: watch.now() });
    again.monitoring.setSignedIn([d1, d2]);
    expect(again.bodies('incident.left')).toEqual([]);
    tellDesks(again, { [d1.id]: 'unheard' });
    expect(again.bodies('incident.left')).toHaveLength(1);
  });
});
