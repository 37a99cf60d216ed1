import { describe, expect, it } from 'vitest';
import { CommandId, ConsoleId, GuidanceId, HoldId } from '../../../../shared/domain/ids.ts';
import type { AlertState } from '../../../../shared/domain/alerts.ts';
import type { CommandBody } from '../../../../shared/domain/incidents/commands.ts';
import { decide } from '../../../../shared/domain/incidents/decide.ts';
import { foldEntries } from '../../../../shared/domain/incidents/fold.ts';
import { isShelvable, shelfEnd } from '../../../../shared/domain/incidents/shelving.ts';
import { emptyWorld } from '../../../../shared/domain/incidents/state.ts';
import type { Incident, World } from '../../../../shared/domain/incidents/state.ts';
import { soundingAnswers } from '../../../../shared/domain/kpi/answers.ts';
import type { Operator } from '../../../../shared/domain/operators.ts';
import { loadPolicy } from '../../../../main/files/policy.ts';
import { dispatcher, supervisor } from '../../../builders/directory.ts';
import { acknowledged, anAlert, byOperator, entriesOf, raised } from '../../../builders/entries.ts';
import { alertId, incidentId, personId, unitId } from '../../../builders/ids.ts';
import { at } from '../../../builders/times.ts';

const policy = loadPolicy();
const I1 = incidentId('I1');
const VICTIMS = [personId('V1'), personId('V2')];
type Steps = Parameters<typeof entriesOf>[0];
const worldOf = (steps: Steps): World => foldEntries(emptyWorld, entriesOf(steps));
const incidentOf = (steps: Steps): Incident => {
  const incident = worldOf(steps).incidents.get(I1);
  if (incident === undefined) throw new Error('no incident');
  return incident;
};

const warning = anAlert({ level: 'warning', code: 2 });
const device = (kind: 'battery-low' | 'strap-tamper', code: AlertState['code']): AlertState =>
  anAlert({
    ...{ alertId: alertId(`A-${kind}`), level: 'device', certainty: 'confirmed', code, separation: null },
    rule: { type: 'device', kind, person: personId('O1') },
  });
const sos = anAlert({
  ...{ alertId: alertId('A-sos'), level: 'sos', certainty: 'confirmed', code: 0, cause: 'button', separation: null },
  rule: { type: 'sos', person: personId('V1') },
});

const assigned = (): Steps[number] => ({
  body: { kind: 'unit.assigned', unitId: unitId('U1'), rank: null, eta_s: null },
});
const cleared = (id: string): Steps[number] => ({
  body: { kind: 'alert.cleared', alertId: alertId(id), reason: 'left' },
});

const guided = (victim: string, answer: 'help' | 'going'): Steps => [
  {
    body: {
      kind: 'guidance.sent',
      guidanceId: GuidanceId.parse(`G-${victim}`),
      victim: personId(victim),
      message: { type: 'text', text: '가상의 안내' },
    },
    at_ms: at(4),
  },
  { body: { kind: 'guidance.answered', guidanceId: GuidanceId.parse(`G-${victim}`), answer }, at_ms: at(6) },
];
const asksForHelp: Steps = [...raised(warning), ...guided('V1', 'help')];
const talkedWith = (victim: string): Steps[number] => ({
  body: { kind: 'call.logged', party: 'victim', result: 'talked', text: null, victim: personId(victim) },
  at_ms: at(8),
});

type Shelve = Extract<CommandBody, { readonly kind: 'incident.shelve' }>;
const shelve = (over: Partial<Shelve> = {}): Shelve => ({
  kind: 'incident.shelve',
  incidentId: I1,
  reason: 'under-watch',
  text: null,
  for_s: 900,
  sounding: 1,
  ...over,
});
const ask = (steps: Steps, body: CommandBody, at_s = 10, who: Operator = dispatcher) =>
  decide(
    worldOf(steps),
    { id: CommandId.parse('C1'), issuedAt_ms: at(at_s), body },
    {
      actor: { type: 'operator', operatorId: who.id, role: who.role, consoleId: ConsoleId.parse('console-1') },
      knowsUnit: () => true,
      rankOf: () => null,
      incidentOf: () => null,
      orderOf: () => ({ victims: VICTIMS }),
      newHoldId: () => HoldId.parse('hold-1'),
      attendanceOf: () => 'attended',
      isClosing: () => false,
      policy,
    },
  );
const refusal = (steps: Steps, body: CommandBody, who?: Operator): unknown => {
  const decided = ask(steps, body, 10, who);
  return decided.ok ? null : decided.error;
};
const shelved: Steps = [
  ...raised(warning),
  acknowledged('I1', at(10)),
  {
    body: { kind: 'incident.shelved', reason: 'under-watch', text: null, until_ms: at(910) },
    actor: byOperator(),
    at_ms: at(10),
  },
];

describe('shelving what is not urgent', () => {
  it('answers what has rung and lasts from when it was ordered', () => {
    const decided = ask(raised(warning), shelve());
    expect(decided.ok ? decided.value.map(({ body }) => body) : decided).toEqual([
      { kind: 'incident.acknowledged', sounding: 1 },
      { kind: 'incident.shelved', reason: 'under-watch', text: null, until_ms: at(910) },
    ]);
    const incident = incidentOf(shelved);
    expect(incident).toMatchObject({ unacknowledged: false, status: 'acknowledged' });
    expect(incident.shelved).toEqual({
      ...{ reason: 'under-watch', text: null, by: dispatcher.id, at_ms: at(10), until_ms: at(910) },
    });
    expect(isShelvable(incident, VICTIMS)).toBe(false);
  });

  it.each([
    ['a breach of Code 1', raised(), 'urgent'],
    ['a contact', raised(anAlert({ level: 'contact', code: 0 })), 'urgent'],
    ['a pressed button', [...raised(warning), { body: { kind: 'alert.raised', alert: sos } }], 'sos'],
    ['a button of a deployment that gives it Code 2', raised({ ...sos, code: 2 }), 'sos'],
    ['a cut strap, whatever its code', raised(device('strap-tamper', 2)), 'tamper'],
    ['a victim who asks for help', [...raised(warning), ...guided('V1', 'help')], 'help'],
    ['a victim who asks for help while another was talked with', [...asksForHelp, talkedWith('V2')], 'help'],
    ['a patrol bound to it', [...raised(warning), acknowledged(), assigned()], 'responding'],
    ['nothing that goes on', [...raised(warning), cleared('A1')], 'over'],
  ] as const)('is refused for %s', (_what, steps, because) => {
    const sounding = incidentOf(steps).soundings;
    expect(refusal(steps, shelve({ sounding }))).toEqual({ reason: 'not-shelvable', because });
    expect(isShelvable(incidentOf(steps), VICTIMS)).toBe(false);
  });

  it('is possible again once somebody has talked with the victim who asked for help', () => {
    expect(refusal([...asksForHelp, talkedWith('V1')], shelve())).toBeNull();
    expect(refusal([...raised(warning), ...guided('V1', 'going')], shelve())).toBeNull();
  });

  it('is refused to who is no dispatcher, for longer than the policy admits, without its reason, and unheard', () => {
    const steps = raised(warning);
    expect(refusal(steps, shelve(), supervisor)).toEqual({ reason: 'not-allowed' });
    expect(refusal(steps, shelve({ for_s: policy.shelving.longest_s + 1 }))).toEqual({ reason: 'shelf-end' });
    expect(refusal(steps, shelve({ for_s: policy.shelving.longest_s }))).toBeNull();
    expect(refusal(steps, shelve({ reason: 'other' }))).toEqual({ reason: 'cause-required' });
    expect(refusal(steps, shelve({ reason: 'other', text: '가상의 사유' }))).toBeNull();
    const again: Steps = [...steps, { body: { kind: 'alert.raised', alert: device('battery-low', 3), sounding: 2 } }];
    expect(refusal(again, shelve({ sounding: 1 }))).toEqual({ reason: 'wrong-state', state: 'raised' });
  });

  it.each([
    ['a rise of its level', { kind: 'alert.level', alert: anAlert(), rose: true, sounding: 2 }],
    ['a new alert, however calm', { kind: 'alert.raised', alert: device('battery-low', 3), sounding: 2 }],
    ['a button', { kind: 'alert.raised', alert: sos, sounding: 2 }],
  ] as const)('is ended by %s, which rings', (_what, body) => {
    expect(incidentOf([...shelved, { body, at_ms: at(60) }])).toMatchObject({ shelved: null, unacknowledged: true });
  });

  it('is ended by possible turning likely', () => {
    const possible = { ...warning, certainty: 'possible' } as const;
    const [first, , ...rest] = shelved;
    if (first === undefined) throw new Error('no steps');
    const steps: Steps = [
      first,
      { body: { kind: 'alert.raised', alert: possible } },
      ...rest,
      { body: { kind: 'alert.updated', alert: warning, sounding: 2 }, at_ms: at(60) },
    ];
    expect(incidentOf(steps)).toMatchObject({ shelved: null, unacknowledged: true });
  });

  it('is ended by a patrol that is sent and by a victim who asks for help, without ringing for itself', () => {
    expect(incidentOf([...shelved, assigned()]).shelved).toBeNull();
    const answered = (answer: 'going' | 'help'): Incident =>
      incidentOf([...shelved, { body: { kind: 'guidance.answered', guidanceId: GuidanceId.parse('G1'), answer } }]);
    expect(answered('help').shelved).toBeNull();
    expect(answered('going').shelved).not.toBeNull();
  });

  it('outlasts what gets calmer', () => {
    const fell = { kind: 'alert.level', alert: { ...warning, level: 'buffer' }, rose: false } as const;
    expect(incidentOf([...shelved, { body: fell, at_ms: at(60) }]).shelved).not.toBeNull();
  });

  it('sounds again at its end with the most urgent that still goes on, and not where nothing does', () => {
    const end = shelfEnd(incidentOf(shelved));
    expect(end).toEqual({ kind: 'incident.unshelved', cause: 'time', alertId: alertId('A1'), sounding: 2 });
    const after: Steps = [...shelved, { body: end, at_ms: at(910) }];
    expect(incidentOf(after)).toMatchObject({ shelved: null, unacknowledged: true, soundings: 2 });
    expect(incidentOf(after).unanswered).toMatchObject([{ number: 2, code: 2, at_ms: at(910) }]);
    const over: Steps = [...shelved, cleared('A1')];
    expect(shelfEnd(incidentOf(over))).toEqual({ kind: 'incident.unshelved', cause: 'time', alertId: null });
    // Its answer is told beside the others'.
    const answers = soundingAnswers(entriesOf([...after, acknowledged('I1', at(940))]));
    expect(answers.map(({ number, answer_s }) => [number, answer_s])).toEqual([
      [1, 10],
      [2, 30],
    ]);
  });

  it('is taken back in silence, and only where it stands', () => {
    const back = { kind: 'incident.unshelve', incidentId: I1 } as const;
    const decided = ask(shelved, back, 20);
    expect(decided.ok ? decided.value.map(({ body }) => body) : decided).toEqual([
      { kind: 'incident.unshelved', cause: 'operator', alertId: null },
    ]);
    const after = incidentOf([...shelved, { body: { kind: 'incident.unshelved', cause: 'operator', alertId: null } }]);
    expect([after.shelved, after.unacknowledged, isShelvable(after, VICTIMS)]).toEqual([null, false, true]);
    expect(refusal(raised(warning), back)).toEqual({ reason: 'wrong-state', state: 'raised' });
  });
});
