import { describe, expect, it } from 'vitest';
import { astrayOf, openAnswers } from '../../../../shared/domain/incidents/guidance.ts';
import { GuidanceId } from '../../../../shared/domain/ids.ts';
import type { PersonId } from '../../../../shared/domain/ids.ts';
import type { CallResult, GuidanceAnswer } from '../../../../shared/domain/incidents/entries.ts';
import { alerted, dispatcher, ID, incidentOf, raised, worldOf } from '../../renderer/features/builders.ts';

const sent = (at_s: number, id: string, victim: PersonId = ID.victim) => ({
  ...{ at_s, actor: dispatcher },
  body: {
    kind: 'guidance.sent',
    guidanceId: GuidanceId.parse(id),
    victim,
    message: { type: 'text', text: '시험 안내' },
  } as const,
});
const answered = (at_s: number, id: string, answer: GuidanceAnswer) => ({
  at_s,
  body: { kind: 'guidance.answered', guidanceId: GuidanceId.parse(id), answer } as const,
});
const call = (at_s: number, result: CallResult, party: 'victim' | 'patrol' = 'victim', victim?: PersonId) => ({
  ...{ at_s, actor: dispatcher },
  body: { kind: 'call.logged', party, result, text: null, ...(victim === undefined ? {} : { victim }) } as const,
});
type Steps = Parameters<typeof worldOf>[0];
const openOf = (victims: readonly PersonId[], steps: Steps): readonly string[] =>
  openAnswers(incidentOf(worldOf([raised, alerted(), ...steps])), victims).map(
    ({ guidance, answer }) => `${guidance.id} ${answer}`,
  );
const openAfter = (...steps: Steps): readonly string[] => openOf([ID.victim], steps);

describe('a victim who asks for help', () => {
  const help: Steps = [sent(1, 'g1'), answered(5, 'g1', 'help')];

  it('is heard until somebody has talked with them', () => {
    expect(openAfter(...help)).toEqual(['g1 help']);
    expect(openAfter(...help, call(6, 'no-answer'))).toEqual(['g1 help']);
    expect(openAfter(...help, call(6, 'talked', 'patrol'))).toEqual(['g1 help']);
    expect(openAfter(...help, call(6, 'talked'))).toEqual([]);
  });

  it('is not silenced by another message, nor by a call from before', () => {
    expect(openAfter(...help, sent(6, 'g2'))).toEqual(['g1 help']);
    expect(openAfter(sent(1, 'g1'), call(2, 'talked'), answered(5, 'g1', 'help'))).toEqual(['g1 help']);
  });

  it('may say otherwise later, and only to the same guidance', () => {
    expect(openAfter(...help, answered(9, 'g1', 'going'))).toEqual([]);
    expect(openAfter(...help, sent(6, 'g2'), answered(9, 'g2', 'going'))).toEqual(['g1 help']);
    expect(openAfter(...help, sent(6, 'g2'), answered(9, 'g2', 'help'))).toEqual(['g1 help']);
    expect(openAfter(sent(1, 'g1'), answered(5, 'g1', 'going'), answered(6, 'g1', 'help'))).toEqual(['g1 help']);
  });

  it('comes before one who only cannot go', () => {
    const both = [sent(1, 'g1', ID.victim2), answered(2, 'g1', 'cannot'), sent(3, 'g2'), answered(9, 'g2', 'help')];
    expect(openAfter(...both)).toEqual(['g2 help', 'g1 cannot']);
  });
});

describe('a victim who cannot go', () => {
  it('is heard until guided anew', () => {
    const cannot: Steps = [sent(1, 'g1'), answered(5, 'g1', 'cannot')];
    expect(openAfter(...cannot)).toEqual(['g1 cannot']);
    expect(openAfter(...cannot, sent(6, 'g2', ID.victim2))).toEqual(['g1 cannot']);
    expect(openAfter(...cannot, sent(6, 'g2'))).toEqual([]);
  });
});

describe('a victim who goes', () => {
  it('asks for nothing', () => {
    expect(openAfter(sent(1, 'g1'))).toEqual([]);
    expect(openAfter(sent(1, 'g1'), answered(5, 'g1', 'going'))).toEqual([]);
  });
});

describe('two victims', () => {
  const both = [ID.victim, ID.victim2];
  const help: Steps = [
    ...[sent(1, 'g1'), sent(1, 'g2', ID.victim2)],
    ...[answered(5, 'g1', 'help'), answered(6, 'g2', 'help')],
  ];
  const after = (...steps: Steps) => openOf(both, [...help, ...steps]);

  it('are heard until somebody has talked with each of them', () => {
    expect(after()).toEqual(['g1 help', 'g2 help']);
    expect(after(call(7, 'talked', 'victim', ID.victim2))).toEqual(['g1 help']);
    expect(after(call(7, 'talked', 'victim', ID.victim), call(8, 'no-answer', 'victim', ID.victim2))).toEqual([
      'g2 help',
    ]);
    expect(after(call(7, 'talked', 'victim', ID.victim), call(8, 'talked', 'victim', ID.victim2))).toEqual([]);
  });

  it('are not silenced by a talk that names neither, as an older entry does', () => {
    expect(after(call(7, 'talked'))).toEqual(['g1 help', 'g2 help']);
    expect(openOf([ID.victim], [sent(1, 'g1'), answered(5, 'g1', 'help'), call(7, 'talked')])).toEqual([]);
  });

  it('keep the later talk, in whatever order talks were recorded', () => {
    const talks = [call(9, 'talked', 'victim', ID.victim), call(2, 'talked', 'victim', ID.victim)];
    expect(after(...talks)).toEqual(['g2 help']);
  });
});

describe('L6: what must be noticed of how a victim follows', () => {
  const guidanceAfter = (...steps: Steps) => {
    const guidance = incidentOf(worldOf([raised, alerted(), ...steps])).guidance.get(GuidanceId.parse('g1'));
    if (guidance === undefined) throw new Error('nothing was sent');
    return guidance;
  };
  const ended = {
    at_s: 9,
    body: {
      kind: 'guidance.ended',
      guidanceId: GuidanceId.parse('g1'),
      why: 'withdrawn',
      place: null,
      arrived: null,
    } as const,
  };

  it('is that they have stopped or go elsewhere, while the guidance holds', () => {
    const going = [sent(1, 'g1'), answered(5, 'g1', 'going')];
    expect(astrayOf(guidanceAfter(...going), 'stalled')).toBe('stalled');
    expect(astrayOf(guidanceAfter(...going), 'away')).toBe('away');
    for (const calm of ['awaited', 'on-the-way', 'arrived', 'unknown'] as const)
      expect(astrayOf(guidanceAfter(...going), calm)).toBeNull();
    expect(astrayOf(guidanceAfter(...going, ended), 'away')).toBeNull();
  });

  it('is not that they stand, where they have said that they cannot go', () => {
    const cannot = [sent(1, 'g1'), answered(5, 'g1', 'cannot')];
    expect(astrayOf(guidanceAfter(...cannot), 'stalled')).toBeNull();
    expect(astrayOf(guidanceAfter(...cannot), 'away')).toBe('away');
  });
});
