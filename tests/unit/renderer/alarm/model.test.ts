import { expect, test } from 'vitest';
import { DispatchCode } from '../../../../shared/domain/codes.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../../shared/domain/incidents/state.ts';
import type { World } from '../../../../shared/domain/incidents/state.ts';
import { alarmOf, ringsHere, sounding, soundingKey } from '../../../../renderer/features/alarm/model.ts';
import { patternOf } from '../../../../renderer/features/alarm/pattern.ts';
import { dispatcher, supervisor, trainer } from '../../../builders/directory.ts';
import { acknowledged, anAlert, byOperator, entriesOf, raised } from '../../../builders/entries.ts';
import { aSession } from '../../../builders/snapshot.ts';
import { alertId } from '../../../builders/ids.ts';
import { T0, at } from '../../../builders/times.ts';

type Steps = Parameters<typeof entriesOf>[0];
const worldOf = (steps: Steps): World => foldEntries(emptyWorld, entriesOf(steps));
const contact = anAlert({ alertId: alertId('A2'), level: 'contact', code: 0 });
const two: Steps = [...raised(), ...raised(contact, 'I2', 'ORD-2', at(10))];

test('nothing sounds in an empty world', () => {
  expect(alarmOf(sounding(emptyWorld))).toBeNull();
});

test('the most urgent code sounds and is where the button leads, however late it came', () => {
  expect(alarmOf(sounding(worldOf(two)))).toEqual({ code: 0, count: 2, first: 'I2' });
});

test('acknowledging one leaves the other sounding; acknowledging both is silence', () => {
  expect(alarmOf(sounding(worldOf([...two, acknowledged('I2', at(12))])))).toEqual({ code: 1, count: 1, first: 'I1' });
  const both = worldOf([...two, acknowledged('I2', at(12)), acknowledged('I1', at(13))]);
  expect(alarmOf(sounding(both))).toBeNull();
});

test('a rise of level sounds again, as a new sounding', () => {
  const rise: Steps = [
    ...raised(),
    acknowledged('I1', at(5)),
    { body: { kind: 'alert.level', alert: anAlert({ level: 'contact', code: 0 }), rose: true }, at_ms: at(20) },
  ];
  const [before] = sounding(worldOf(raised()));
  const [after] = sounding(worldOf(rise));
  expect(after?.code).toBe(0);
  expect(before !== undefined && after !== undefined && soundingKey(before) !== soundingKey(after)).toBe(true);
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
  expect(sounding(worldOf(resolved))).toEqual([]);
});

test.each([
  ['nobody', null, 'dispatch', false],
  ['a dispatcher', aSession(dispatcher), 'dispatch', true],
  ['a supervisor at review', aSession(supervisor), 'supervisor', false],
  ['a supervisor looking on', aSession(supervisor), 'dispatch', true],
  ['a trainer outside an exercise', aSession(trainer), 'trainer', false],
  ['a trainer in an exercise', aSession(trainer, { mode: 'training' }), 'trainer', true],
] as const)('who hears it: %s', (_who, session, view, rings) => {
  expect(ringsHere(session, view)).toBe(rings);
});

test('patterns differ in pulses, pitch and pace, and fit into their round', () => {
  const codes = DispatchCode.options.map((option) => option.value);
  const shapes = codes.map((code) => patternOf(code));
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
