import i18next from 'i18next';
import type { TFunction } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../../../renderer/app/i18n/resources.ts';
import { entryWords } from '../../../../renderer/features/record/words.ts';
import { alertSubject, levelWords } from '../../../../renderer/lib/alertWords.ts';
import type { Words } from '../../../../renderer/lib/words.ts';
import { DeviceEventKind } from '../../../../shared/domain/fixes.ts';
import { ClockOffsetSeconds } from '../../../../shared/domain/alerts.ts';
import type { AlertState } from '../../../../shared/domain/alerts.ts';
import { directory, ID, proximity, register } from '../features/builders.ts';

const wordsIn = (locale: 'ko' | 'en'): Words => {
  const t: TFunction<'dispatch'> = i18next.getFixedT(locale, 'dispatch');
  const common: TFunction<'common'> = i18next.getFixedT(locale, 'common');
  return { t, common };
};
const order = directory.orders[0]?.order ?? null;

const device = (kind: DeviceEventKind, part: Partial<AlertState> = {}): AlertState =>
  proximity({
    ...{ rule: { type: 'device', kind, person: ID.offender }, level: 'device', certainty: 'confirmed', code: 3 },
    ...{ cause: 'event', separation: null, ...part },
  });

const subjectIn = (locale: 'ko' | 'en', alert: AlertState): string =>
  alertSubject(wordsIn(locale), register, order, alert);

beforeAll(async () => {
  await i18next.init({ resources, lng: 'ko', defaultNS: 'common', interpolation: { escapeValue: false } });
});

describe.each(['ko', 'en'] as const)('what is wrong with a device, in %s', (locale) => {
  it('has words of its own for every kind, in the queue and beside the alert', () => {
    const alerts = DeviceEventKind.options.map((kind) => device(kind));
    const said = [
      alerts.map((alert) => subjectIn(locale, alert)),
      alerts.map((alert) => levelWords(wordsIn(locale), alert)),
    ];
    for (const words of said) {
      expect(new Set(words).size).toBe(DeviceEventKind.options.length);
      for (const text of words) expect(text).not.toMatch(/word\.|\{\{|undefined/u);
    }
    const isKorean = alerts.map((alert) => /[가-힣]/u.test(levelWords(wordsIn(locale), alert)));
    expect(new Set(isKorean)).toEqual(new Set([locale === 'ko']));
  });
});

describe('a clock that is wrong', () => {
  it.each([
    [90, 'Clock 90 s ahead', '시계 90초 빠름'],
    [-150, 'Clock 3 min behind', '시계 3분 늦음'],
    [32_400, 'Clock 9 h ahead', '시계 9시간 빠름'],
    [-7168 * 86_400, 'Clock 7,168 days behind', '시계 7,168일 늦음'],
  ])('by %i s is named with its offset', (clockOffset_s, english, korean) => {
    const alert = device('clock-wrong', { clockOffset_s: ClockOffsetSeconds.parse(clockOffset_s) });
    expect(subjectIn('en', alert)).toBe(`${english} — 가상인물 갑`);
    expect(subjectIn('ko', alert)).toBe(`${korean} — 가상인물 갑`);
  });
});

describe('a trouble that changes its name', () => {
  it('is no alert that grew less', () => {
    const context = { words: wordsIn('en'), index: register, order, alertOf: () => null, entryOf: () => null };
    const said = (alert: AlertState) =>
      entryWords({ ...context, locale: 'en' }, { kind: 'alert.level', alert, rose: false }).title;
    expect(said(device('no-valid-place'))).toBe('Device now: No valid place · code 3');
    expect(said(proximity())).toMatch(/^Alert fell: /);
  });

  it('is no alert that grew surer, nor is a clock whose offset is another now', () => {
    const context = { words: wordsIn('en'), index: register, order, alertOf: () => null, entryOf: () => null };
    const said = (alert: AlertState) =>
      entryWords({ ...context, locale: 'en' }, { kind: 'alert.updated', alert }).title;
    expect(said(device('clock-wrong'))).toMatch(/^Device now: /);
    expect(said(proximity())).not.toMatch(/^Device now: /);
  });
});
