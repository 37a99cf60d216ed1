import { describe, expect, it } from 'vitest';
import type { PendingCommand } from '../../../../../shared/api/contract.ts';
import { CommandId, Digest, GuidanceId, PlaceId } from '../../../../../shared/domain/ids.ts';
import { foldEntries } from '../../../../../shared/domain/incidents/fold.ts';
import { emptyWorld } from '../../../../../shared/domain/incidents/state.ts';
import type { Playbook } from '../../../../../shared/domain/playbooks.ts';
import { guidanceRows, ledTo } from '../../../../../renderer/features/incident/guidance/model.ts';
import { nextStep, progress, stepRows } from '../../../../../renderer/features/incident/playbook/model.ts';
import { alerted, dispatcher, entriesOf, ID, incidentOf, raised, T0 } from '../builders.ts';

type Steps = Parameters<typeof entriesOf>[0];
const BOX = PlaceId.parse('box');
const [C1, C2] = [CommandId.parse('c1'), CommandId.parse('c2')];

const read = (...steps: Steps) => {
  const entries = entriesOf([raised, alerted(), ...steps]);
  return { entries, incident: incidentOf(foldEntries(emptyWorld, entries)) };
};
const ledStep = (at_s: number, id: string, commandId: CommandId) => ({
  ...{ at_s, actor: dispatcher, commandId },
  body: {
    kind: 'guidance.sent',
    guidanceId: GuidanceId.parse(id),
    victim: ID.victim,
    message: { type: 'place', commitment: Digest.parse('0'.repeat(64)) },
  } as const,
});
const on = (
  id: CommandId,
  body: PendingCommand['body'],
  state: PendingCommand['state'] = 'waiting',
): PendingCommand => ({
  ...{ id, issuedAt_ms: T0, state, body, refusal: null },
});

describe('guidance in the panel', () => {
  const delivered = { at_s: 3, body: { kind: 'guidance.delivered', guidanceId: GuidanceId.parse('g1') } as const };

  it('has the newest first, each step with its time', () => {
    const { entries, incident } = read(ledStep(1, 'g1', C1), delivered, ledStep(5, 'g2', C2));
    const rows = guidanceRows(incident, entries, [], new Map(), []);
    expect(rows.map(({ key }) => key)).toEqual(['g2', 'g1']);
    expect(rows[1]).toMatchObject({ sentAt_ms: T0 + 1000, deliveredAt_ms: T0 + 3000, readAt_ms: null, placeId: null });
  });

  it('names the place only where this screen sent it', () => {
    const { entries, incident } = read(ledStep(1, 'g1', C1), ledStep(5, 'g2', C2));
    const rows = guidanceRows(incident, entries, [], new Map([[C1, BOX]]), []);
    expect(rows.map(({ placeId }) => placeId)).toEqual([null, BOX]);
    expect(ledTo(rows, ID.victim)?.key).toBe('g2');
    expect(ledTo(rows, ID.victim2)).toBeNull();
  });

  it('L6: names the place, and tells how it is followed, while a lease says so; what has ended leads nobody', () => {
    const ended = { kind: 'guidance.ended', guidanceId: GuidanceId.parse('g1'), why: 'replaced' } as const;
    const { entries, incident } = read(
      ledStep(1, 'g1', C1),
      { at_s: 5, body: { ...ended, place: 'police-box', arrived: false } },
      ledStep(5, 'g2', C2),
    );
    const followed = [{ guidanceId: GuidanceId.parse('g2'), placeId: BOX, following: 'away' }] as const;
    const rows = guidanceRows(incident, entries, [], new Map(), followed);
    expect(rows).toMatchObject([
      { guidanceId: 'g2', placeId: BOX, following: 'away', ended: null },
      { guidanceId: 'g1', placeId: null, following: null, ended: { why: 'replaced', at_ms: T0 + 5000 } },
    ]);
    expect(ledTo(rows.slice(1), ID.victim)).toBeNull();
  });

  it('shows what is on its way, and not what was refused or belongs elsewhere', () => {
    const { entries, incident } = read(ledStep(1, 'g1', C1));
    const place = { type: 'place', placeId: BOX } as const;
    const send = { kind: 'guidance.send', incidentId: ID.incident, victim: ID.victim, message: place } as const;
    const waiting = guidanceRows(incident, entries, [on(C2, send)], new Map(), []);
    expect(waiting[0]).toMatchObject({ key: C2, placeId: BOX, sentAt_ms: null });
    expect(guidanceRows(incident, entries, [on(C2, send, 'refused')], new Map(), [])).toHaveLength(1);
    const text = { ...send, incidentId: ID.other, message: { type: 'text', text: '시험' } } as const;
    expect(guidanceRows(incident, entries, [on(C2, text)], new Map(), [])).toHaveLength(1);
  });
});

describe('a playbook in the panel', () => {
  const playbook: Playbook = {
    ...{ key: 'approach', situations: ['approach'], ko: '접근', en: 'Approach' },
    steps: ['call', 'lead', 'send'].map((key) => ({ key, ko: key, en: key })),
  };
  const mark = (at_s: number, step: string, state: 'done' | 'skipped' | 'undone') => ({
    ...{ at_s, actor: dispatcher },
    body: { kind: 'playbook.step', playbook: 'approach', step, state } as const,
  });
  const rowsAfter = (outbox: readonly PendingCommand[], ...steps: Steps) => {
    const { entries, incident } = read(...steps);
    return stepRows(playbook, incident, { entries, victims: [ID.victim], roleOf: () => null }, outbox);
  };

  it('says what was done or passed over, by whom and when', () => {
    const rows = rowsAfter([], mark(4, 'call', 'done'), mark(6, 'lead', 'skipped'));
    expect(rows.map(({ state }) => state)).toEqual(['done', 'skipped', 'open']);
    expect(rows[0]?.by).toEqual({ type: 'operator', operatorId: ID.operator, at_ms: T0 + 4000 });
    expect(nextStep(rows)?.step.key).toBe('send');
    expect(progress(rows)).toEqual({ dealt: 2, of: 3 });
  });

  it('forgets nothing but the mark when a step is taken back', () => {
    const rows = rowsAfter([], mark(4, 'call', 'done'), mark(6, 'call', 'undone'));
    expect(rows[0]).toMatchObject({ state: 'open', by: null });
    expect(nextStep(rows)?.step.key).toBe('call');
  });

  it('goes on to the next step while one is on its way', () => {
    const done = { kind: 'playbook.step', incidentId: ID.incident, playbook: 'approach', step: 'call' } as const;
    const rows = rowsAfter([on(C1, { ...done, state: 'done' })]);
    expect(rows.map(({ waiting }) => waiting)).toEqual([true, false, false]);
    expect(nextStep(rows)?.step.key).toBe('lead');
  });

  it('has nothing left to say once all is dealt with', () => {
    expect(nextStep(rowsAfter([], ...['call', 'lead', 'send'].map((step) => mark(4, step, 'done'))))).toBeNull();
  });
});
