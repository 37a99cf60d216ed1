import { expect, test } from 'vitest';
import { createAlarms } from '../../../../main/console/alarms.ts';
import { createEmitter } from '../../../../main/console/emitter.ts';
import { acknowledged, anAlert, entriesOf, raised } from '../../../builders/entries.ts';
import { alertId, personId } from '../../../builders/ids.ts';
import { at } from '../../../builders/times.ts';

type Steps = Parameters<typeof entriesOf>[0];

/** What each step does to the attention of the shell, one message a step. */
const begunBy = (steps: Steps): readonly unknown[] => {
  const { emit, onAny } = createEmitter((_name, thrown) => {
    throw thrown;
  });
  const alarms = createAlarms({ onAny, entriesSince: () => [], onFailure: () => undefined });
  const told: unknown[] = [];
  alarms.onChange(({ begun }) => told.push(begun));
  for (const entry of entriesOf(steps)) emit('entries', [entry]);
  return told;
};

const sos = anAlert({
  ...{ alertId: alertId('A-sos'), level: 'sos', code: 0, cause: 'button', separation: null },
  rule: { type: 'sos', person: personId('V1') },
});
const warning = anAlert({ level: 'warning', code: 2 });

test('a shell is told of every sounding, also of one that joins what already rings, and by its own code', () => {
  const steps: Steps = [
    ...raised(warning),
    { body: { kind: 'alert.raised', alert: sos }, at_ms: at(20) },
    { body: { kind: 'alert.repeated', alert: sos }, at_ms: at(30) },
    { body: { kind: 'alert.raised', alert: { ...warning, alertId: alertId('A3'), code: 3 } }, at_ms: at(40) },
  ];
  expect(begunBy(steps)).toEqual([null, 2, 0, 0, 3]);
});

test('a shell is told again of what was passed on, and of nothing when some of it is acknowledged', () => {
  const answer = acknowledged('I1', at(45));
  const steps: Steps = [
    ...raised(sos),
    { body: { kind: 'incident.escalated', sounding: 1, code: 0 }, at_ms: at(20) },
    { body: { kind: 'alert.repeated', alert: sos }, at_ms: at(40) },
    { ...answer, body: { kind: 'incident.acknowledged', sounding: 1 } },
  ];
  expect(begunBy(steps)).toEqual([null, 0, 0, 0, null]);
});
