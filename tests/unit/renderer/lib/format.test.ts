import i18next from 'i18next';
import type { TFunction } from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { resources } from '../../../../renderer/app/i18n/resources.ts';
import {
  formatAgo,
  formatDateTime,
  formatDistance,
  formatDuration,
  formatStopwatch,
} from '../../../../renderer/lib/format.ts';
import { T0 } from '../../../builders/times.ts';

let ko: TFunction<'common'>;
let en: TFunction<'common'>;
beforeAll(async () => {
  await i18next.init({ resources, lng: 'ko', defaultNS: 'common' });
  ko = i18next.getFixedT('ko', 'common');
  en = i18next.getFixedT('en', 'common');
});

test.each([
  [0.4, '0 m'],
  [42.4, '42 m'],
  [99.4, '99 m'],
  [104, '100 m'],
  [846, '850 m'],
  [994, '990 m'],
  [996, '1.00 km'],
  [1254, '1.25 km'],
  [9994, '9.99 km'],
  [12_345, '12.3 km'],
])('distance %d m → %s', (metres, text) => {
  expect(formatDistance(ko, metres)).toBe(text);
});

test.each([
  [-3, '0초', '0 s'],
  [8.9, '8초', '8 s'],
  [60, '1분', '1 min'],
  [125, '2분 5초', '2 min 5 s'],
  [3840, '1시간 4분', '1 h 4 min'],
  [260_000, '3일', '3 d'],
])('span %d s', (seconds, korean, english) => {
  expect([formatDuration(ko, seconds), formatDuration(en, seconds)]).toEqual([korean, english]);
});

test('ages', () => {
  expect([0.4, 3, 125].map((s) => formatAgo(ko, s))).toEqual(['방금', '3초 전', '2분 5초 전']);
  expect([0.4, 3, 125].map((s) => formatAgo(en, s))).toEqual(['now', '3 s ago', '2 min 5 s ago']);
});

test('stopwatch', () => {
  expect([0, 8, 725, 3849].map(formatStopwatch)).toEqual(['0:00', '0:08', '12:05', '1:04:09']);
});

test('clock times are Korean, wherever the machine stands', () => {
  expect(formatDateTime(T0)).toBe('2026-11-22 20:15:00');
  expect(formatDateTime(Date.UTC(2026, 10, 22, 15, 0, 1))).toBe('2026-11-23 00:00:01');
});
