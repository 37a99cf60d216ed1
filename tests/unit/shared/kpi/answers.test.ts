import { expect, test } from 'vitest';
import { soundingAnswers, worstAnswer } from '../../../../shared/domain/kpi/answers.ts';
import { acknowledged, anAlert, byOperator, entriesOf, raised } from '../../../builders/entries.ts';
import { alertId, personId } from '../../../builders/ids.ts';
import { at } from '../../../builders/times.ts';

type Steps = Parameters<typeof entriesOf>[0];
const sos = anAlert({
  ...{ alertId: alertId('A-sos'), level: 'sos', code: 0, cause: 'button', separation: null },
  rule: { type: 'sos', person: personId('V1') },
});
const heard = (sounding: number, at_s: number): Steps[number] => ({
  body: { kind: 'incident.acknowledged', sounding },
  actor: byOperator(),
  at_ms: at(at_s),
});
const answers = (steps: Steps) => soundingAnswers(entriesOf(steps));

test('a rise that rang for 21 min is not hidden by the quick answer of what came before it', () => {
  const all = answers([
    ...raised(),
    heard(1, 8),
    {
      body: { kind: 'alert.level', alert: anAlert({ level: 'contact', code: 0 }), rose: true, sounding: 2 },
      at_ms: at(100),
    },
    { body: { kind: 'incident.escalated', sounding: 2, code: 0 }, at_ms: at(120) },
    heard(2, 1360),
  ]);
  expect(all.map(({ number, answer_s }) => [number, answer_s])).toEqual([
    [1, 8],
    [2, 1260],
  ]);
  expect(worstAnswer(all)).toMatchObject({ number: 2, answer_s: 1260, escalatedAt_ms: at(120) });
});

test('an answer counts for what it names and what came before; what nobody answered is the worst', () => {
  const all = answers([
    ...raised(),
    { body: { kind: 'alert.raised', alert: sos, sounding: 2 }, at_ms: at(10) },
    { body: { kind: 'alert.repeated', alert: sos, sounding: 3 }, at_ms: at(20) },
    heard(2, 30),
  ]);
  expect(all.map(({ answer_s }) => answer_s)).toEqual([30, 20, null]);
  expect(worstAnswer(all)?.number).toBe(3);
  expect(worstAnswer([])).toBeNull();
});

test('in records of before soundings had numbers they are counted in their order', () => {
  const possible = anAlert({ alertId: alertId('A2'), certainty: 'possible' });
  const old: Steps = [
    ...raised(),
    { body: { kind: 'alert.raised', alert: possible }, at_ms: at(10) },
    acknowledged('I1', at(15)),
    { body: { kind: 'alert.updated', alert: { ...possible, certainty: 'likely' } }, at_ms: at(20) },
    { body: { kind: 'alert.updated', alert: { ...possible, certainty: 'confirmed' } }, at_ms: at(25) },
    { body: { kind: 'alert.level', alert: anAlert({ level: 'warning', code: 2 }), rose: false }, at_ms: at(30) },
    acknowledged('I1', at(50)),
  ];
  expect(answers(old).map(({ number, answer_s }) => [number, answer_s])).toEqual([
    [1, 15],
    [2, 5],
    [3, 30],
  ]);
});

test('an acknowledgement of before that was given ahead of a sounding is no answer to it', () => {
  const held: Steps = [
    ...raised(),
    { body: { kind: 'alert.raised', alert: sos }, at_ms: at(60) },
    acknowledged('I1', at(30)),
  ];
  expect(answers(held).map(({ answer_s }) => answer_s)).toEqual([30, null]);
});
