import { describe, expect, it } from 'vitest';
import { byUrgency, hasSos, urgencyOf } from '../../../../shared/domain/incidents/urgency.ts';
import type { Urgency } from '../../../../shared/domain/incidents/urgency.ts';
import { nextStep } from '../../../../shared/domain/incidents/nextStep.ts';
import { GuidanceId } from '../../../../shared/domain/ids.ts';
import {
  ID,
  acknowledged,
  alerted,
  assigned,
  incidentOf,
  raised,
  resolved,
  unitTo,
  worldOf,
} from '../../renderer/features/builders.ts';

const of = (name: string, over: Partial<Urgency> = {}): readonly [string, Urgency] => [
  name,
  { code: 1, isOver: false, certainty: 1, contact_s: null, raisedAt_ms: 0, ...over },
];
const sorted = (...all: readonly (readonly [string, Urgency])[]): readonly string[] =>
  [...all].sort(([, a], [, b]) => byUrgency(a, b)).map(([name]) => name);

describe('L15: urgency', () => {
  it('is the code, then the certainty, then the time to contact, then the age', () => {
    expect(
      sorted(
        of('younger', { raisedAt_ms: 9 }),
        of('older', { raisedAt_ms: 1 }),
        of('in five minutes', { contact_s: 300, raisedAt_ms: 20 }),
        of('in two minutes', { contact_s: 130, raisedAt_ms: 30 }),
        of('confirmed', { certainty: 2, raisedAt_ms: 40 }),
        of('possible', { certainty: 0, contact_s: 5 }),
        of('code 0', { code: 0, certainty: 0, raisedAt_ms: 50 }),
      ),
    ).toEqual(['code 0', 'confirmed', 'in two minutes', 'in five minutes', 'older', 'younger', 'possible']);
  });

  it('puts what is over behind what goes on, within its code', () => {
    expect(sorted(of('over', { isOver: true, certainty: 2 }), of('on'), of('milder', { code: 2 }))).toEqual([
      'on',
      'over',
      'milder',
    ]);
  });

  it('does not let two change places with every second that passes', () => {
    const a = of('a', { contact_s: 118, raisedAt_ms: 1 });
    const b = of('b', { contact_s: 61, raisedAt_ms: 2 });
    expect(sorted(b, a)).toEqual(['a', 'b']);
  });

  it('takes the surest running alert of the incident’s code', () => {
    const world = worldOf([
      raised,
      alerted({ certainty: 'possible' }),
      { ...alerted({ certainty: 'confirmed', code: 2 }) },
    ]);
    const incident = incidentOf(world);
    expect(urgencyOf(incident, null)).toMatchObject({ code: incident.code, contact_s: null });
  });
});

describe('what an incident waits for', () => {
  const step = (steps: Parameters<typeof worldOf>[0], hasArrived = false) => {
    const world = worldOf(steps);
    return nextStep(incidentOf(world), world, () => hasArrived);
  };
  const begun = [raised, alerted()];
  const sent = [...begun, acknowledged(3), ...assigned(5)];
  const guided = {
    at_s: 6,
    body: {
      kind: 'guidance.sent',
      guidanceId: GuidanceId.parse('g1'),
      victim: ID.victim,
      message: { type: 'text', text: '시험 안내' },
    },
  } as const;

  it('goes from the alarm to the resolution', () => {
    expect(step(begun)).toBe('acknowledge');
    expect(step([...begun, acknowledged(3)])).toBe('assign');
    expect(step(sent)).toBe('guide');
    expect(step([...sent, guided])).toBe('confirm-arrival');
    expect(step(sent, true), 'a patrol that seems to be there comes first').toBe('confirm-arrival');
    const there = [...sent, guided, unitTo(7, 'dispatched', 'en-route'), unitTo(9, 'en-route', 'on-scene')];
    expect(step(there)).toBe('resolve');
    expect(step([...there, resolved(60)])).toBeNull();
  });

  it('is to acknowledge again as soon as anything rings', () => {
    const rose = {
      at_s: 8,
      body: { kind: 'alert.repeated', alert: incidentOf(worldOf(begun)).alerts.get(ID.alert)?.state },
    };
    if (rose.body.alert === undefined) throw new Error('no alert');
    expect(step([...sent, { at_s: 8, body: { kind: 'alert.repeated', alert: rose.body.alert } }])).toBe('acknowledge');
  });
});

it('SOS: an incident is in the lane while its button’s alert runs', () => {
  const sos = alerted({ level: 'sos', code: 0, rule: { type: 'sos', person: ID.victim } });
  expect(hasSos(incidentOf(worldOf([raised, sos])))).toBe(true);
  expect(hasSos(incidentOf(worldOf([raised, alerted()])))).toBe(false);
});
