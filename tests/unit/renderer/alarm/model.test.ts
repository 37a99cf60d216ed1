import { expect, test } from 'vitest';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../../shared/domain/incidents/state.ts';
import type { World } from '../../../../shared/domain/incidents/state.ts';
import { alarmOf, ringingIncidents, ringsHere, soundingKey } from '../../../../renderer/features/alarm/model.ts';
import { dispatcher, supervisor, trainer } from '../../../builders/directory.ts';
import { acknowledged, anAlert, byOperator, entriesOf, raised } from '../../../builders/entries.ts';
import { aSession } from '../../../builders/snapshot.ts';
import { alertId, personId } from '../../../builders/ids.ts';
import { T0, at } from '../../../builders/times.ts';

type Steps = Parameters<typeof entriesOf>[0];
const worldOf = (steps: Steps): World => foldEntries(emptyWorld, entriesOf(steps));
const contact = anAlert({ alertId: alertId('A2'), level: 'contact', code: 0 });
const two: Steps = [...raised(), ...raised(contact, 'I2', 'ORD-2', at(10))];

test('nothing sounds in an empty world', () => {
  expect(alarmOf(ringingIncidents(emptyWorld))).toBeNull();
});

test('the most urgent code sounds and is where the button leads, however late it came', () => {
  expect(alarmOf(ringingIncidents(worldOf(two)))).toEqual({
    code: 0,
    tone: 'plain',
    voice: 0,
    count: 2,
    first: 'I2',
  });
});

test('acknowledging one leaves the other sounding; acknowledging both is silence', () => {
  expect(alarmOf(ringingIncidents(worldOf([...two, acknowledged('I2', at(12))])))).toEqual({
    code: 1,
    tone: 'plain',
    voice: 1,
    count: 1,
    first: 'I1',
  });
  const both = worldOf([...two, acknowledged('I2', at(12)), acknowledged('I1', at(13))]);
  expect(alarmOf(ringingIncidents(both))).toBeNull();
});

test('a rise of level sounds again, as a new sounding', () => {
  const rise: Steps = [
    ...raised(),
    acknowledged('I1', at(5)),
    { body: { kind: 'alert.level', alert: anAlert({ level: 'contact', code: 0 }), rose: true }, at_ms: at(20) },
  ];
  const [before] = ringingIncidents(worldOf(raised()));
  const [after] = ringingIncidents(worldOf(rise));
  expect(after?.ringing.code).toBe(0);
  expect(before !== undefined && after !== undefined && soundingKey(before) !== soundingKey(after)).toBe(true);
});

test('what nobody answers is loud until it is answered, and what is over is calm and still to be acknowledged', () => {
  const passedOn: Steps = [
    ...two,
    { body: { kind: 'incident.escalated', sounding: 1, code: 0 }, incident: 'I2', at_ms: at(30) },
  ];
  expect(alarmOf(ringingIncidents(worldOf(passedOn)))).toMatchObject({ code: 0, tone: 'loud', first: 'I2' });
  expect(alarmOf(ringingIncidents(worldOf([...passedOn, acknowledged('I2', at(40))])))).toMatchObject({
    tone: 'plain',
  });
  const over: Steps = [
    ...raised(),
    { body: { kind: 'alert.cleared', alertId: alertId('A1'), reason: 'left' }, at_ms: at(20) },
  ];
  expect(alarmOf(ringingIncidents(worldOf(over)))).toMatchObject({ tone: 'over', count: 1, first: 'I1' });
  expect(alarmOf(ringingIncidents(worldOf([...over, acknowledged('I1', at(30))])))).toBeNull();
});

test('the end of an order, or of a response, does not make a breach over', () => {
  const ended: Steps = [
    ...raised(),
    { body: { kind: 'alert.cleared', alertId: alertId('A1'), reason: 'order-ended' }, at_ms: at(20) },
  ];
  expect(alarmOf(ringingIncidents(worldOf(ended)))).toMatchObject({ tone: 'plain' });
});

const battery = anAlert({
  ...{ alertId: alertId('A3'), level: 'device', code: 3, separation: null },
  rule: { type: 'device', kind: 'battery-low', person: personId('V1') },
});
const sos = anAlert({
  ...{ alertId: alertId('A4'), level: 'sos', certainty: 'confirmed', code: 0, cause: 'button', separation: null },
  rule: { type: 'sos', person: personId('V1') },
});

test('a low battery does not sound like the contact that was answered before it', () => {
  const steps: Steps = [
    ...raised(contact),
    acknowledged('I1', at(5)),
    { body: { kind: 'alert.raised', alert: battery }, at_ms: at(20) },
  ];
  expect(alarmOf(ringingIncidents(worldOf(steps)))).toMatchObject({ code: 3, voice: 'battery' });
});

test('a button has a tone of its own beside a contact, until it is answered', () => {
  const both: Steps = [...raised(contact), ...raised(sos, 'I2', 'ORD-2', at(10))];
  expect(alarmOf(ringingIncidents(worldOf(both)))).toMatchObject({ code: 0, voice: 'sos', first: 'I1' });
  const answered: Steps = [...both, acknowledged('I2', at(12))];
  expect(alarmOf(ringingIncidents(worldOf(answered)))).toMatchObject({ code: 0, voice: 0 });
});

test('a low battery beside anything else leaves the tone to it', () => {
  const silence = anAlert({
    ...{ alertId: alertId('A5'), level: 'device', code: 3, separation: null },
    rule: { type: 'device', kind: 'silence', person: personId('V2') },
  });
  const worldWith = (other: typeof silence): World =>
    worldOf([...raised(battery), ...raised(other, 'I2', 'ORD-2', at(10))]);
  expect(alarmOf(ringingIncidents(worldWith(silence)))).toMatchObject({ code: 3, voice: 3 });
  expect(alarmOf(ringingIncidents(worldWith(contact)))).toMatchObject({ code: 0, voice: 0 });
  expect(alarmOf(ringingIncidents(worldOf(raised(battery))))).toMatchObject({ voice: 'battery' });
});

test('a resolved incident is silent', () => {
  const resolved: Steps = [
    ...raised(),
    {
      body: { kind: 'incident.resolved', outcome: 'no-contact-found', cause: null },
      actor: byOperator(),
      at_ms: T0 + 9000,
    },
  ];
  expect(ringingIncidents(worldOf(resolved))).toEqual([]);
});

test.each([
  ['nobody', null, 'dispatch', 'none'],
  ['a dispatcher', aSession(dispatcher), 'dispatch', 'all'],
  ['a supervisor at review', aSession(supervisor), 'supervisor', 'escalated'],
  ['a supervisor looking on', aSession(supervisor), 'dispatch', 'all'],
  ['a trainer outside an exercise', aSession(trainer), 'trainer', 'none'],
  ['a trainer in an exercise', aSession(trainer, { mode: 'training' }), 'trainer', 'all'],
] as const)('who hears it: %s', (_who, session, view, rings) => {
  expect(ringsHere(session, view)).toBe(rings);
});
