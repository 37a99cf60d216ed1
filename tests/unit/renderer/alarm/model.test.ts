import { expect, test } from 'vitest';
import { DispatchCode } from '../../../../shared/domain/codes.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../../shared/domain/incidents/state.ts';
import type { World } from '../../../../shared/domain/incidents/state.ts';
import { alarmOf, ringingIncidents, ringsHere, soundingKey } from '../../../../renderer/features/alarm/model.ts';
import { patternOf } from '../../../../renderer/features/alarm/pattern.ts';
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
  expect(alarmOf(ringingIncidents(worldOf(two)))).toEqual({ code: 0, tone: 'plain', count: 2, first: 'I2' });
});

test('acknowledging one leaves the other sounding; acknowledging both is silence', () => {
  expect(alarmOf(ringingIncidents(worldOf([...two, acknowledged('I2', at(12))])))).toEqual({
    code: 1,
    tone: 'plain',
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

test('a low battery does not sound like the contact that was answered before it', () => {
  const battery = anAlert({
    ...{ alertId: alertId('A3'), level: 'device', code: 3, separation: null },
    rule: { type: 'device', kind: 'battery-low', person: personId('V1') },
  });
  const steps: Steps = [
    ...raised(contact),
    acknowledged('I1', at(5)),
    { body: { kind: 'alert.raised', alert: battery }, at_ms: at(20) },
  ];
  expect(alarmOf(ringingIncidents(worldOf(steps)))).toMatchObject({ code: 3 });
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

test('a loud pattern is its code’s, louder and more often, and no code sounds like what is over', () => {
  const over = patternOf(0, 'over');
  for (const option of DispatchCode.options) {
    const [plain, loud] = [patternOf(option.value, 'plain'), patternOf(option.value, 'loud')];
    expect(loud.notes.map(({ hertz }) => hertz)).toEqual(plain.notes.map(({ hertz }) => hertz));
    expect(loud.every_s).toBeLessThan(plain.every_s);
    for (const [index, note] of loud.notes.entries()) {
      expect(note.gain).toBeGreaterThan(2 * (plain.notes[index]?.gain ?? 1));
      expect(note.gain).toBeLessThan(1);
      expect(note.at_s + note.length_s).toBeLessThan(loud.every_s);
    }
    expect(over.notes.map(({ hertz }) => hertz)).not.toEqual(plain.notes.map(({ hertz }) => hertz));
  }
});

test('patterns differ in pulses, pitch and pace, and fit into their round', () => {
  const codes = DispatchCode.options.map((option) => option.value);
  const shapes = codes.map((code) => patternOf(code, 'plain'));
  for (const { notes, every_s } of shapes) {
    const last = notes.at(-1);
    expect(last === undefined ? Infinity : last.at_s + last.length_s).toBeLessThan(every_s);
    for (const note of notes) expect(note.hertz >= 150 && note.hertz <= 1000 && note.gain <= 0.35).toBe(true);
  }
  const paces = shapes.map(({ every_s }) => every_s);
  expect(paces).toEqual(paces.toSorted((a, b) => a - b));
  expect(new Set(paces).size).toBe(codes.length);
  expect(shapes.slice(0, 3).map(({ notes }) => notes.length)).toEqual([5, 3, 2]);
});
