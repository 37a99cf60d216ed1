import { describe, expect, it } from 'vitest';
import { loadPlaybooks } from '../../../main/files/playbooks.ts';
import { GuidanceId, Seq } from '../../../shared/domain/ids.ts';
import type { PersonId } from '../../../shared/domain/ids.ts';
import type { EntryBody } from '../../../shared/domain/incidents/entries.ts';
import { playbookProgress } from '../../../shared/domain/playbookProgress.ts';
import { StepProof } from '../../../shared/domain/playbooks.ts';
import type { Playbook } from '../../../shared/domain/playbooks.ts';
import {
  ID,
  T0,
  acknowledged,
  alerted,
  assigned,
  dispatcher,
  entriesOf,
  proximity,
  raised,
  unitTo,
} from '../renderer/features/builders.ts';

const by = (at_s: number, body: EntryBody) => ({ at_s, actor: dispatcher, body });
const call = (at_s: number, part: Partial<Extract<EntryBody, { readonly kind: 'call.logged' }>> = {}) =>
  by(at_s, { kind: 'call.logged', party: 'victim', result: 'talked', text: null, ...part });
const G = GuidanceId.parse('G-1');
const guidance = (at_s: number, victim = ID.victim) =>
  by(at_s, { kind: 'guidance.sent', guidanceId: G, victim, message: { type: 'text', text: '문을 잠그세요' } });
const going = { at_s: 9, body: { kind: 'guidance.answered', guidanceId: G, answer: 'going' } } as const;
const mark = (at_s: number, state: 'done' | 'skipped' | 'undone') =>
  by(at_s, { kind: 'playbook.step', playbook: 'approach', step: 'one', state });
const contactAt = (at_s: number) => ({
  at_s,
  body: { kind: 'alert.level', alert: proximity({ level: 'contact', code: 0 }), rose: true } as const,
});

const playbook = (proof: StepProof, situation: 'approach' | 'contact' = 'approach'): Playbook => ({
  ...{ key: 'approach', situations: [situation], ko: '가상', en: 'Fictional' },
  steps: [{ key: 'one', 'done-by': proof, ko: '하나', en: 'One' }],
});

/** How the only step of a playbook stands after an approach and what followed. */
const after = (
  proof: StepProof,
  steps: Parameters<typeof entriesOf>[0],
  {
    victims = [ID.victim],
    situation = 'approach',
  }: { readonly victims?: readonly PersonId[]; readonly situation?: 'approach' | 'contact' } = {},
) => {
  const entries = entriesOf([raised, alerted(), ...steps]);
  return playbookProgress(playbook(proof, situation), { entries, victims, roleOf: () => null })[0];
};

describe('U5: steps of a playbook by the record', () => {
  it.each<[StepProof, Parameters<typeof entriesOf>[0]]>([
    ['acknowledged', [acknowledged(4)]],
    ['patrol-sent', assigned(4)],
    ['second-patrol-sent', [...assigned(3), ...assigned(4, ID.bike)]],
    ['patrol-on-scene', [unitTo(4, 'en-route', 'on-scene')]],
    ['victim-called', [call(4, { result: 'no-answer' })]],
    ['victim-reached', [call(4)]],
    ['offender-reached', [call(4, { party: 'offender' })]],
    ['centre-reached', [call(4, { party: 'control-centre' })]],
    ['patrol-reached', [call(4, { party: 'patrol' })]],
    ['guidance-sent', [guidance(4)]],
    ['message-sent', [guidance(4)]],
    ['victim-going', [guidance(4), { ...going, at_s: 4 }]],
    ['note-added', [by(4, { kind: 'note.added', text: '시험' })]],
  ])('%s', (proof, steps) => {
    expect(after(proof, [])).toMatchObject({ state: 'open', by: null });
    expect(after(proof, steps)).toMatchObject({ state: 'done', by: { type: 'record', at_ms: T0 + 4000 } });
  });

  it('knows every kind of proof that a playbook may name', () => {
    for (const proof of StepProof.options) expect(after(proof, [])?.state).toBe('open');
  });

  it('a call that nobody answered reached nobody', () => {
    expect(after('victim-reached', [call(4, { result: 'no-answer' })])?.state).toBe('open');
  });

  it('a patrol that was released was not sent', () => {
    const released = by(8, { kind: 'unit.released', unitId: ID.car });
    expect(after('patrol-sent', [...assigned(4), released])?.state).toBe('open');
    expect(after('second-patrol-sent', assigned(4))?.state).toBe('open');
  });

  it('of several victims, what was done for one is not done for the other', () => {
    const both = { victims: [ID.victim, ID.victim2] };
    const [one, other] = [call(4, { victim: ID.victim }), call(7, { victim: ID.victim2 })];
    expect(after('victim-reached', [one], both)?.state).toBe('open');
    expect(after('victim-reached', [one], { victims: [ID.victim2] })?.state).toBe('open');
    expect(after('victim-reached', [other, one], both)).toMatchObject({ state: 'done' });
    expect(after('victim-going', [guidance(4), going], { victims: [ID.victim2] })?.state).toBe('open');
  });

  it('counts from when the situation began: a call before contact is made again, a patrol on its way is not', () => {
    const contact = { situation: 'contact' } as const;
    expect(after('victim-reached', [call(4), contactAt(5)], contact)?.state).toBe('open');
    expect(after('victim-reached', [call(4), contactAt(5), call(6)], contact)?.state).toBe('done');
    expect(after('patrol-sent', [...assigned(4), contactAt(5)], contact)?.state).toBe('done');
    const cleared = by(4.5, { kind: 'unit.status', unitId: ID.car, from: 'on-scene', to: 'clear' });
    expect(after('patrol-sent', [...assigned(4), cleared, contactAt(5)], contact)?.state).toBe('open');
    expect(after('patrol-sent', assigned(4), contact)?.state).toBe('open');
  });

  it('what an operator takes back stays open until the record shows it anew', () => {
    expect(after('victim-reached', [call(4), mark(5, 'undone')])).toMatchObject({ state: 'open', by: null });
    expect(after('victim-reached', [call(4), mark(5, 'undone'), call(9)])).toMatchObject({
      state: 'done',
      by: { type: 'record', at_ms: T0 + 9000 },
    });
  });

  it('what an operator marked is theirs, and a step passed over is done once the record shows it', () => {
    expect(after('victim-reached', [mark(3, 'done'), call(4)])?.by).toEqual({
      type: 'operator',
      operatorId: ID.operator,
      at_ms: T0 + 3000,
    });
    expect(after('victim-reached', [mark(3, 'skipped')])?.state).toBe('skipped');
    expect(after('victim-reached', [mark(3, 'skipped'), call(4)])?.by?.type).toBe('record');
  });

  it('guidance that was withdrawn shows nothing', () => {
    const ended = (why: 'withdrawn' | 'resolved') =>
      by(5, { kind: 'guidance.ended', guidanceId: G, why, place: null, arrived: null });
    expect(after('guidance-sent', [guidance(4), ended('withdrawn')])?.state).toBe('open');
    expect(after('guidance-sent', [guidance(4), ended('resolved')])?.state).toBe('done');
  });

  it('an entry that was corrected shows nothing', () => {
    const correction = by(5, { kind: 'entry.corrected', corrects: Seq.parse(3), text: '다른 사건의 통화' });
    expect(after('victim-reached', [call(4), correction])?.state).toBe('open');
  });

  it('the playbooks of the product name proofs for sending a patrol and for calling the victim', () => {
    const steps = loadPlaybooks().flatMap((one) => one.steps);
    for (const [key, proofs] of [
      ['send-patrol', ['patrol-sent']],
      ['call-victim', ['victim-reached', 'victim-called']],
    ] as const)
      for (const step of steps.filter((one) => one.key === key)) expect(proofs).toContain(step['done-by']);
  });
});
