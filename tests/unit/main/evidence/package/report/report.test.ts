import { describe, expect, it } from 'vitest';
import en from '../../../../../../main/evidence/package/words/en.json' with { type: 'json' };
import ko from '../../../../../../main/evidence/package/words/ko.json' with { type: 'json' };
import { renderPdf } from '../../../../../../main/evidence/package/report/pdf.ts';
import { incidentKpis } from '../../../../../../shared/domain/kpi/kpis.ts';
import { foldIncident } from '../../../../../../main/evidence/package/incident.ts';
import { speechOf } from '../../../../../../main/evidence/package/report/speech.ts';
import { alertText } from '../../../../../../main/evidence/package/report/entryText.ts';
import { reportOf } from '../../../../../../main/evidence/package/report/report.ts';
import { reportBasemap, withReportFonts } from '../../../../../../main/console/evidence/assets.ts';
import {
  closing,
  deletedEvidence,
  evidenceOf,
  openEvidence,
  recorded,
  story,
} from '../../../../../builders/evidence.ts';
import { anAlert, byOperator, system } from '../../../../../builders/entries.ts';
import { ClockOffsetSeconds } from '../../../../../../shared/domain/alerts.ts';
import { DeviceEventKind } from '../../../../../../shared/domain/fixes.ts';
import { GuidanceId, HoldId } from '../../../../../../shared/domain/ids.ts';
import { leaseId, personId, unitId } from '../../../../../builders/ids.ts';

const drawing = { basemap: reportBasemap(), longestGap_s: 120 };
/** Every word of a definition, in order. */
const wordsIn = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.map(wordsIn).join('|')
      : typeof value === 'object' && value !== null
        ? Object.entries(value)
            .filter(([key]) => ['text', 'stack', 'content', 'table', 'body', 'columns', 'svg'].includes(key))
            .map(([key, inner]) =>
              key === 'text' && Array.isArray(inner) ? inner.map(wordsIn).join('') : wordsIn(inner),
            )
            .join('|')
        : '';
const pathsOf = (value: object, path = ''): readonly string[] =>
  Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' ? pathsOf(inner as object, `${path}${key}.`) : [`${path}${key}`],
  );
const gapsOf = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, gap]) => gap ?? '').sort();
const at = (words: object, path: string): string =>
  String(path.split('.').reduce<unknown>((node, key) => Reflect.get(node as object, key), words));

describe('words', () => {
  it('are the same in both languages, with the same gaps', () => {
    expect(pathsOf(ko)).toEqual(pathsOf(en));
    for (const path of pathsOf(ko)) expect([path, gapsOf(at(ko, path))]).toEqual([path, gapsOf(at(en, path))]);
  });
  it('are Korean in Korean, and no Korean in English', () => {
    expect(pathsOf(en).filter((path) => /[가-힣]/.test(at(en, path)))).toEqual([]);
  });
});

describe.each(['ko', 'en'] as const)('what is wrong with a device, in %s', (language) => {
  const speech = speechOf(openEvidence(), language);
  const said = (kind: DeviceEventKind, clockOffset_s?: number): string => {
    const rule = { type: 'device', kind, person: personId('O1') } as const;
    const offset = clockOffset_s === undefined ? {} : { clockOffset_s: ClockOffsetSeconds.parse(clockOffset_s) };
    return alertText(speech, anAlert({ rule, level: 'device', separation: null, ...offset }));
  };

  it('has words of its own for every kind', () => {
    const texts = DeviceEventKind.options.map((kind) => said(kind));
    expect(new Set(texts).size).toBe(DeviceEventKind.options.length);
    for (const text of texts) expect(text).not.toMatch(/word\.|\{\{|undefined/u);
  });
  it('names how far a clock is off', () => {
    expect(said('clock-wrong', -7168 * 86_400)).toContain(
      language === 'ko' ? '시계 7,168일 늦음' : 'Clock 7,168 days behind',
    );
  });
});

describe.each(['ko', 'en'] as const)('report in %s', (language) => {
  const words = wordsIn(reportOf(openEvidence(), drawing, language));

  it('has a row for every entry, its correction beside it', () => {
    expect(words).toContain('가해자가 정문 쪽으로 이동 <북문 아님> & 뛰어감');
    expect(words.match(/정문이 아니라 후문/g)).toHaveLength(2); // beside what it corrects, and in its own place
    for (const { entry } of openEvidence().record.entries) expect(words).toContain(`|${entry.seq}|`);
  });
  it('leaves no gap and no path of a word', () => {
    expect(words).not.toMatch(/\{\{|\}\}|undefined|\[object|report\.\w|entry\.\w|word\.\w/);
  });
  it('draws a map while positions exist, and says when they were deleted', () => {
    expect(words.match(/<svg/g)).toHaveLength(2);
    const gone = wordsIn(reportOf(deletedEvidence(), drawing, language));
    expect(gone.match(/<svg/g)).toHaveLength(1);
    expect(gone).toContain('2026-11-22 21:15:01');
  });
  it('shows what the response is judged by: lengths, tiers with what is unknown, patrols, clocks', () => {
    const { report } = language === 'ko' ? ko : en;
    const { record } = openEvidence();
    const entries = record.entries.map(({ entry }) => entry);
    const incident = foldIncident(record);
    if (incident === null) throw new Error('no incident');
    const kpis = incidentKpis(incident, entries, record.order.limits, drawing.longestGap_s);
    const { span, clock, time } = speechOf(openEvidence(), language);
    const row = (...cells: readonly string[]): string => cells.join('|');
    const [tier] = kpis.tiers;
    const [turn] = kpis.units;
    const [offsets] = kpis.clocks;
    if (tier === undefined || turn === undefined || offsets === undefined) throw new Error('nothing to show');
    expect(words).toContain(row(report.travel, span(kpis.times.travel_s ?? -1)));
    expect(words).toContain(row(report.onSceneTime, span(kpis.times.onScene_s ?? -1)));
    expect(words).toContain(row(report.total, span(kpis.times.total_s ?? -1)));
    expect(words).toContain(
      row(
        ...[tier.within_s.warning, tier.within_s.alert, tier.within_s.contact, tier.known_s, tier.unknown_s].map(span),
      ),
    );
    const steps = [turn.assignedAt_ms, turn.enRouteAt_ms, turn.onSceneAt_ms, turn.clearAt_ms];
    expect(words).toContain(row(...steps.map((at_ms) => (at_ms === null ? report.dash : clock(at_ms)))));
    expect(words).toContain(row(offsets.consoleId, String(offsets.count), `${offsets.least_ms} ms`));
    expect(words.split(row(report.closest, ''))[1]).toContain(time(kpis.closest?.at_ms ?? -1).slice(-8));
  });
  it('tells the answer of each sounding, and in a sentence the one that waited longest', () => {
    const { report } = language === 'ko' ? ko : en;
    const sounded = [
      ...story,
      [560, byOperator(), { kind: 'incident.acknowledged', sounding: 2 }],
      [600, system, { kind: 'alert.repeated', alert: anAlert(), sounding: 3 }],
      [660, system, { kind: 'incident.escalated', sounding: 3, code: 1 }],
      [1864, byOperator(), { kind: 'incident.acknowledged', sounding: 3 }],
    ] as const;
    const data = evidenceOf(recorded(sounded), openEvidence().sealed);
    const told = wordsIn(reportOf(data, drawing, language));
    const { span, clock } = speechOf(data, language);
    // 21 min 4 s from the sounding to its answer, worked out by hand.
    expect(told).toContain(span(21 * 60 + 4));
    expect(told).toMatch(language === 'ko' ? /3번째가 가장 늦게/ : /number 3 waited longest/);
    const at_ms = data.record.entries.find(({ entry }) => entry.body.kind === 'incident.escalated')?.entry.at_ms;
    expect(told).toContain(report.escalatedAt);
    expect(told).toContain(clock(at_ms ?? -1));
  });
  it('asks for the published fingerprint, and never for its own', () => {
    expect(words).toContain('--key FINGERPRINT');
    expect(words).not.toMatch(/--key [0-9a-f]{64}/);
  });
  it('does not read what people wrote as words of its own', () => {
    const text = '{{seq}} $t(report.title) <b>';
    const noted = [...story, [200, byOperator(), { kind: 'note.added', text }]] as const;
    const data = evidenceOf(recorded(noted), openEvidence().sealed);
    expect(wordsIn(reportOf(data, drawing, language))).toContain(text);
  });
  it('names the victim of a call, and says why a hold was ended by hand', () => {
    const call = { kind: 'call.logged', party: 'victim', result: 'no-answer', text: null } as const;
    const ended = { kind: 'hold.ended', holdId: HoldId.parse('H1'), reason: 'released' } as const;
    const entries = [
      ...story,
      [200, byOperator(), { ...call, victim: personId('V1') }] as const,
      [201, byOperator(), { ...ended, releaseReason: '보존할 필요 없음' }] as const,
    ];
    const told = wordsIn(reportOf(evidenceOf(recorded(entries), openEvidence().sealed), drawing, language));
    expect(told).toContain(at(language === 'ko' ? ko : en, 'entry.callVictim').replace('{{name}}', '가상 피해자 하나'));
    expect(told).toContain('보존할 필요 없음');
  });
  it('E3: tells after the deletion to what kind of place the victim was led and whether they arrived', () => {
    const guidanceId = GuidanceId.parse('G1');
    const ended = { kind: 'guidance.ended', guidanceId, why: 'resolved', place: 'police-box', arrived: true } as const;
    const log = recorded([...story, [131, system, ended], ...closing]);
    const told = wordsIn(reportOf(evidenceOf(log, { seals: [], zones: [], places: [] }), drawing, language));
    expect(told).toContain(
      language === 'ko' ? '안내한 곳: (경찰, 피해자 도착).' : 'Where the victim was led: (police, the victim arrived).',
    );
  });
  it('can tell of every kind of entry', () => {
    const more = evidenceOf(
      recorded([
        ...story,
        [150, system, { kind: 'lease.renewed', leaseId: leaseId('L1'), expiresAt_ms: 1_800_000_000_000 }],
        [
          151,
          system,
          {
            kind: 'alert.updated',
            alert: anAlert({ rule: { type: 'device', kind: 'strap-tamper', person: personId('O1') } }),
          },
        ],
        [152, system, { kind: 'alert.repeated', alert: anAlert({ rule: { type: 'sos', person: personId('V1') } }) }],
        [153, byOperator(), { kind: 'unit.released', unitId: unitId('U1') }],
        [154, byOperator(), { kind: 'incident.reopened', reason: '재접근' }],
        [
          155,
          byOperator(),
          { kind: 'evidence.exported', manifest: 'a'.repeat(64), size: 9, positions: true, reason: '요청' },
        ],
        [156, system, { kind: 'record.restored', size: 3, backupAt_ms: 1_800_000_000_000 }],
        [157, system, { kind: 'clock.wrong', cause: 'step', offset_s: -600, consoles: 'same' }],
        [158, system, { kind: 'clock.right' }],
        ...closing,
      ]),
      openEvidence().sealed,
    );
    const told = wordsIn(reportOf(more, drawing, language));
    expect(told).not.toMatch(/\{\{|undefined/);
    expect(told).toContain('재접근');
  });
  it('is the same PDF each time', { timeout: 30_000 }, async () => {
    const drawn = () => withReportFonts((fonts) => renderPdf(reportOf(openEvidence(), drawing, language), fonts));
    const [first, again] = [await drawn(), await drawn()];
    expect(Buffer.from(first.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(Buffer.compare(first, again)).toBe(0);
  });
});
