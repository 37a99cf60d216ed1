import i18next from 'i18next';
import type { TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { actorWords, commandWords, entryWords } from '../../../../../renderer/features/record/words.ts';
import type { RecordContext } from '../../../../../renderer/features/record/words.ts';
import { resources } from '../../../../../renderer/app/i18n/resources.ts';
import { Separation } from '../../../../../shared/domain/alerts.ts';
import { EntryBody } from '../../../../../shared/domain/incidents/entries.ts';
import type { EntryKind } from '../../../../../shared/domain/incidents/entries.ts';
import type { CommandBody } from '../../../../../shared/domain/incidents/commands.ts';
import { ConsoleId, GuidanceId, HoldId, OutageId, Seq } from '../../../../../shared/domain/ids.ts';
import { ID, T0, directory, dispatcher, entriesOf, proximity, register, system } from '../builders.ts';

const separation = Separation.parse({ distance_m: 92, min_m: 60, max_m: 124 });
const alert = proximity({ level: 'contact', certainty: 'confirmed', code: 0, separation });

const GUIDANCE = GuidanceId.parse('guidance-1');
const HOLD = HoldId.parse('hold-1');
const OUTAGE = OutageId.parse('outage-1');

/** One body of every kind; the type demands that none is missing. */
const BODIES: { readonly [K in EntryKind]: Extract<EntryBody, { readonly kind: K }> } = {
  'incident.raised': { kind: 'incident.raised', orderId: ID.order },
  'alert.raised': { kind: 'alert.raised', alert },
  'alert.level': { kind: 'alert.level', alert, rose: false },
  'alert.updated': { kind: 'alert.updated', alert },
  'alert.repeated': {
    kind: 'alert.repeated',
    alert: { ...alert, rule: { type: 'device', kind: 'strap-tamper', person: ID.offender } },
  },
  'alert.cleared': { kind: 'alert.cleared', alertId: ID.alert, reason: 'left' },
  'breach.parted': { kind: 'breach.parted', alertId: ID.alert, level: 'contact' },
  'distance.measured': { kind: 'distance.measured', victim: ID.victim, separation },
  'incident.acknowledged': { kind: 'incident.acknowledged', sounding: 2 },
  'incident.escalated': { kind: 'incident.escalated', sounding: 3, code: 0 },
  'incident.shelved': { kind: 'incident.shelved', reason: 'other', text: '가상의 사유', until_ms: 1_800_000 },
  'incident.unshelved': { kind: 'incident.unshelved', cause: 'time', alertId: null, sounding: 4 },
  'incident.claimed': { kind: 'incident.claimed' },
  'incident.taken': {
    kind: 'incident.taken',
    from: ID.operator,
    fromConsole: ConsoleId.parse('console-2'),
    desk: 'attended',
  },
  'taking.explained': { kind: 'taking.explained', reason: '시험 사유' },
  'incident.left': {
    kind: 'incident.left',
    sounding: 4,
    alertId: ID.alert,
    code: 0,
    operatorId: ID.operator,
    consoleId: ConsoleId.parse('console-2'),
    desk: 'unheard',
  },
  'unit.assigned': { kind: 'unit.assigned', unitId: ID.car, rank: 1, eta_s: 95 },
  'unit.released': { kind: 'unit.released', unitId: ID.car },
  'unit.status': { kind: 'unit.status', unitId: ID.car, from: 'dispatched', to: 'en-route' },
  'note.added': { kind: 'note.added', text: '시험 메모' },
  'incident.resolved': {
    ...{ kind: 'incident.resolved', outcome: 'false-alert', falseCause: 'other', cause: '시험 원인' },
    ...{ onScene: [ID.car], despiteClosing: true },
  },
  'incident.reopened': { kind: 'incident.reopened', reason: '시험 사유' },
  'incident.closed': { kind: 'incident.closed', review: '시험 의견' },
  'lease.granted': {
    kind: 'lease.granted',
    leaseId: ID.lease,
    purpose: 'break-glass',
    subjects: [ID.offender, ID.victim],
    holders: [ID.operator],
    expiresAt_ms: T0,
    reason: '시험 사유',
  },
  'lease.renewed': { kind: 'lease.renewed', leaseId: ID.lease, expiresAt_ms: T0 },
  'lease.seen': { kind: 'lease.seen', leaseId: ID.lease },
  'lease.ended': { kind: 'lease.ended', leaseId: ID.lease, reason: 'expired' },
  'positions.deleted': { kind: 'positions.deleted', count: 42 },
  'positions.committed': {
    kind: 'positions.committed',
    pieces: [{ personId: ID.victim, points: 30, from_ms: T0, to_ms: T0, commitment: 'a'.repeat(64) }],
  },
  'entry.corrected': { kind: 'entry.corrected', corrects: Seq.parse(7), text: '시험 정정' },
  'guidance.sent': {
    kind: 'guidance.sent',
    guidanceId: GUIDANCE,
    victim: ID.victim,
    message: { type: 'place', commitment: 'b'.repeat(64) },
  },
  'guidance.delivered': { kind: 'guidance.delivered', guidanceId: GUIDANCE },
  'guidance.read': { kind: 'guidance.read', guidanceId: GUIDANCE },
  'guidance.answered': { kind: 'guidance.answered', guidanceId: GUIDANCE, answer: 'going' },
  'guidance.ended': {
    kind: 'guidance.ended',
    guidanceId: GUIDANCE,
    why: 'withdrawn',
    place: 'police-box',
    arrived: false,
  },
  'call.logged': { kind: 'call.logged', party: 'victim', result: 'no-answer', text: '시험 통화' },
  'playbook.step': { kind: 'playbook.step', playbook: 'approach', step: 'call-victim', state: 'done' },
  'hold.set': { kind: 'hold.set', holdId: HOLD, cause: 'supervisor', reason: '시험 사유', until_ms: T0 },
  'hold.ended': { kind: 'hold.ended', holdId: HOLD, reason: 'expired' },
  'evidence.exported': {
    kind: 'evidence.exported',
    manifest: 'c'.repeat(64),
    size: 900,
    positions: true,
    reason: '시험 사유',
  },
  'record.restored': { kind: 'record.restored', size: 800, backupAt_ms: T0 },
  'order.unwatched': { kind: 'order.unwatched', orderId: ID.order },
  'clock.wrong': { kind: 'clock.wrong', cause: 'step', offset_s: -600, consoles: 'same' },
  'clock.right': { kind: 'clock.right' },
  'order.watched': { kind: 'order.watched', orderId: ID.order },
  'outage.began': {
    ...{ kind: 'outage.began', outageId: OUTAGE, group: { by: 'carrier', value: '가상통신' }, code: 1 },
    ...{ silent: [ID.offender], heard: 20, sounding: 1 },
  },
  'outage.changed': { kind: 'outage.changed', outageId: OUTAGE, silent: [ID.victim], back: [] },
  'outage.acknowledged': { kind: 'outage.acknowledged', outageId: OUTAGE, sounding: 1 },
  'outage.escalated': { kind: 'outage.escalated', outageId: OUTAGE, sounding: 1 },
  'outage.ended': { kind: 'outage.ended', outageId: OUTAGE, silent: 1, back: 19 },
  'outage.step': { kind: 'outage.step', outageId: OUTAGE, playbook: 'outage', step: 'call-carrier', state: 'done' },
};

const COMMANDS: { readonly [K in CommandBody['kind']]: Extract<CommandBody, { readonly kind: K }> } = {
  'incident.acknowledge': { kind: 'incident.acknowledge', incidentId: ID.incident },
  'incident.shelve': {
    ...{ kind: 'incident.shelve', incidentId: ID.incident, reason: 'other', text: '가상의 사유', for_s: 900 },
  },
  'incident.unshelve': { kind: 'incident.unshelve', incidentId: ID.incident },
  'outage.acknowledge': { kind: 'outage.acknowledge', outageId: OUTAGE, sounding: 1 },
  'outage.step': { kind: 'outage.step', outageId: OUTAGE, playbook: 'outage', step: 'call-carrier', state: 'done' },
  'incident.claim': { kind: 'incident.claim', incidentId: ID.incident, from: ID.operator },
  'taking.explain': { kind: 'taking.explain', incidentId: ID.incident, reason: '시험 사유' },
  'unit.assign': { kind: 'unit.assign', incidentId: ID.incident, unitId: ID.car },
  'unit.release': { kind: 'unit.release', incidentId: ID.incident, unitId: ID.car },
  'unit.setStatus': { kind: 'unit.setStatus', unitId: ID.car, status: 'on-scene' },
  'note.add': { kind: 'note.add', incidentId: ID.incident, text: '시험 메모' },
  'incident.resolve': { kind: 'incident.resolve', incidentId: ID.incident, outcome: 'other', cause: null },
  'incident.reopen': { kind: 'incident.reopen', incidentId: ID.incident, reason: '시험 사유' },
  'incident.close': { kind: 'incident.close', incidentId: ID.incident, review: '시험 의견' },
  'lease.breakGlass': { kind: 'lease.breakGlass', incidentId: ID.incident, reason: '시험 사유' },
  'lease.seen': { kind: 'lease.seen', incidentId: ID.incident, leaseId: ID.lease },
  'lease.review': { kind: 'lease.review', incidentId: ID.incident, reason: '시험 사유' },
  'entry.correct': { kind: 'entry.correct', incidentId: ID.incident, corrects: Seq.parse(7), text: '시험 정정' },
  'guidance.withdraw': { kind: 'guidance.withdraw', incidentId: ID.incident, guidanceId: GUIDANCE },
  'guidance.send': {
    kind: 'guidance.send',
    incidentId: ID.incident,
    victim: ID.victim,
    message: { type: 'text', text: '시험 안내' },
  },
  'call.log': { kind: 'call.log', incidentId: ID.incident, party: 'patrol', result: 'talked', text: null },
  'playbook.step': {
    kind: 'playbook.step',
    incidentId: ID.incident,
    playbook: 'approach',
    step: 'call-victim',
    state: 'skipped',
  },
  'hold.set': { kind: 'hold.set', incidentId: ID.incident, reason: '시험 사유', until_ms: T0 },
  'hold.release': { kind: 'hold.release', incidentId: ID.incident, holdId: HOLD, reason: '시험 사유' },
};

const contextIn = (locale: 'ko' | 'en'): RecordContext => {
  const t: TFunction<'dispatch'> = i18next.getFixedT(locale, 'dispatch');
  const common: TFunction<'common'> = i18next.getFixedT(locale, 'common');
  const order = directory.orders[0]?.order ?? null;
  return {
    words: { t, common },
    index: register,
    order,
    alertOf: (id) => (id === ID.alert ? alert : null),
    entryOf: () => null,
    locale,
  };
};

beforeAll(async () => {
  await i18next.init({ resources, lng: 'ko', defaultNS: 'common', interpolation: { escapeValue: false } });
});

describe.each(['ko', 'en'] as const)('words of the record in %s', (locale) => {
  it.each(Object.values(BODIES))('say $kind without a key or a gap showing', (body) => {
    expect(EntryBody.safeParse(body).success).toBe(true);
    const { title, detail } = entryWords(contextIn(locale), body);
    expect(`${title} ${detail ?? ''}`).not.toMatch(/\{\{|record\.|word\.|undefined|null/u);
    expect(title.length).toBeGreaterThan(1);
  });

  it.each(Object.values(COMMANDS))('say the waiting $kind', (body) => {
    expect(commandWords(contextIn(locale), body).title).not.toMatch(/\{\{|record\.|word\.|undefined/u);
  });
});

describe('words of the record', () => {
  const ko = contextIn('ko');

  it('name level, certainty, code and distance of an alert', () => {
    expect(entryWords(contextIn('ko'), BODIES['alert.raised'])).toEqual({
      title: '경보 발생: 접촉 거리 확정 · 코드 0',
      detail: '접근 — 가상인물 을 · 거리 92 m (60 m – 120 m)',
    });
  });

  it('name a cleared alert by what it was', () => {
    expect(entryWords(contextIn('ko'), BODIES['alert.cleared']).detail).toBe('접근 — 가상인물 을');
  });

  it('name who acted with their role, or the system', () => {
    expect(actorWords(contextIn('ko'), dispatcher)).toContain('시험 접수');
    expect(actorWords(contextIn('ko'), system)).toBe('시스템');
  });

  it('say the place in the recommendation and the expected arrival of a patrol', () => {
    expect(entryWords(contextIn('ko'), BODIES['unit.assigned'])).toEqual({
      title: '순찰 2 배정',
      detail: '추천 1순위 · 도착 예상 1:35',
    });
    expect(ko.index).toBe(register);
  });

  it('name the entry that is corrected by its time and its words, and by its number where it is not at hand', () => {
    const [note] = entriesOf([{ at_s: 9, actor: dispatcher, body: { kind: 'note.added', text: '시험' } }]);
    const correction = BODIES['entry.corrected'];
    expect(entryWords({ ...ko, entryOf: () => note ?? null }, correction).title).toMatch(/^정정: \d\d:\d\d:09 메모$/u);
    expect(entryWords(ko, correction).title).toMatch(/\d번 기록 정정/u);
  });

  it('name the victim of a call where it says with which', () => {
    const call = { kind: 'call.logged', party: 'victim', result: 'talked', text: null } as const;
    expect(entryWords(ko, call).title).toBe('통화: 피해자 — 통화함');
    expect(entryWords(ko, { ...call, victim: ID.victim2 }).title).toBe('통화: 피해자 가상인물 병 — 통화함');
  });

  it('say why a hold was ended by hand', () => {
    const ended = { kind: 'hold.ended', holdId: HOLD, reason: 'released' } as const;
    expect(entryWords(ko, ended).detail).toBeNull();
    expect(entryWords(ko, { ...ended, releaseReason: '시험 사유' }).detail).toBe('시험 사유');
  });

  it('name a step by its title, and by its key once the playbook no longer has it', () => {
    const steps = [{ key: 'call-victim', ko: '피해자에게 전화', en: 'Call the victim' }];
    const playbook = { key: 'approach', situations: ['approach'] as const, ko: '접근', en: 'Approach', steps };
    const step = (key: string) => ({ kind: 'playbook.step', playbook: 'approach', step: key, state: 'done' }) as const;
    const index = { ...ko.index, playbooks: [playbook] };
    expect(entryWords({ ...ko, index }, step('call-victim')).title).toBe('절차 완료: 피해자에게 전화');
    expect(entryWords({ ...ko, index, locale: 'en' }, step('call-victim')).title).toContain('Call the victim');
    expect(entryWords({ ...ko, index }, step('gone')).title).toBe('절차 완료: gone');
  });
});
