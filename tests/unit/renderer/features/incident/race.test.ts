import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../../../../renderer/app/i18n/resources.ts';
import {
  contactWords,
  escapeReason,
  offenderWay,
  patrolMargins,
  patrolReason,
} from '../../../../../renderer/features/incident/race.ts';
import { seesOf } from '../../../../../renderer/features/incident/positions.ts';
import type { Words } from '../../../../../renderer/lib/words.ts';
import type { EscapeOption, RankedUnit } from '../../../../../shared/protocol/messages.ts';
import { placeId } from '../../../../builders/ids.ts';
import { ID, T0, alerted, incidentOf, leaseOf, raised, register, worldOf } from '../builders.ts';

const wordsIn = (locale: 'ko' | 'en'): Words => ({
  t: i18next.getFixedT(locale, 'dispatch'),
  common: i18next.getFixedT(locale, 'common'),
});

beforeAll(async () => {
  await i18next.init({ resources, lng: 'ko', defaultNS: 'common', interpolation: { escapeValue: false } });
});

const ranked = (margins: RankedUnit['margins']): RankedUnit => ({
  ...{ unitId: ID.car, eta_s: 90, distance_m: 1400, via: 'street', fixAge_s: 12, stale: false, margins },
});
const escape = (race: EscapeOption['race']): EscapeOption => ({
  ...{ placeId: placeId('P1'), victim_s: 300, distance_m: 360, via: 'straight', route: [], race },
});
const race = { offender_s: 430, margin_s: 130.9, ahead: true, side: 1 } as const;

describe('the reason of a patrol', () => {
  it.each([
    ['ko', '1.40 km 도로 · 12초 전'],
    ['en', '1.40 km by road · 12 s ago'],
  ] as const)('in %s', (locale, expected) => {
    expect(patrolReason(wordsIn(locale), ranked(null))).toBe(expected);
  });

  it.each([
    [{ earliest_s: 50.9, expected_s: null }, 'ko', '가장 이른 접촉보다 0:50 먼저'],
    [{ earliest_s: 50.9, expected_s: null }, 'en', '0:50 before earliest contact'],
    [{ earliest_s: -79.2, expected_s: 30 }, 'ko', '가장 이른 접촉보다 1:20 늦음 · 예상보다 0:30 먼저'],
    [{ earliest_s: -79.2, expected_s: -5 }, 'en', '1:20 after earliest contact · 0:05 after expected'],
    [null, 'ko', null],
  ] as const)('with margins of %j in %s', (margins, locale, expected) => {
    expect(patrolMargins(wordsIn(locale), ranked(margins))).toBe(expected);
  });
});

describe('the reason of a safe place', () => {
  it.each([
    [race, 'ko', '가해자보다 2:10 먼저 도착 · 북동쪽에서'],
    [race, 'en', 'there 2:10 before the offender can · from north-east'],
    [{ ...race, margin_s: -40, ahead: false, side: null }, 'ko', '0:40 차이 · 가해자가 이미 근처일 수 있음'],
    [null, 'ko', '가해자 위치를 몰라 가까운 순'],
  ] as const)('%j in %s', (given, locale, expected) => {
    expect(escapeReason(wordsIn(locale), escape(given))).toBe(expected);
  });
});

it('says the way of the offender, the earliest contact, and how old that is by now', () => {
  const way = { earliest_s: 130, expected_s: 400, distance_m: 1300, via: 'street', fixAge_s: 1 } as const;
  expect(offenderWay(wordsIn('ko'), way, 2)).toBe('가해자 → 피해자 1.30 km 도로 · 가장 이른 접촉 2:10 · 3초 전');
});

describe('when contact is expected', () => {
  const apart = {
    source: 'live',
    distance_m: 640,
    min_m: 600,
    max_m: 680,
    sector: 1,
    at_ms: 0,
    age_s: 0,
    contact: null,
  } as const;
  const soon = { expected_s: 250.9, from_s: 190.2, to_s: 371.2 };
  const none = { expected_s: 0, from_s: 0, to_s: 0 };
  it.each([
    ['closing, to a desk that sees both', { trend: 'closing', contact: soon }, 'ko', '4:10', '3:10 – 6:12 사이'],
    ['the same in English', { trend: 'closing', contact: soon }, 'en', '4:10', '3:10 – 6:12'],
    ['closing, to one that does not', { trend: 'closing' }, 'ko', '—', '접근 중'],
    ['leaving', { trend: 'opening' }, 'ko', '접근하지 않음', '멀어지는 중'],
    ['standing', { trend: 'steady' }, 'en', 'Not closing', 'steady'],
    ['not known', { trend: 'unknown' }, 'ko', '알 수 없음', '접근 여부 불명'],
    ['not known, in English', { trend: 'unknown' }, 'en', 'Not known', 'trend unknown'],
    ['within the limit', { trend: 'steady', contact: none }, 'ko', '접촉 거리 안', '거리 유지'],
    ['recorded, not live', { trend: null }, 'ko', '—', ''],
  ] as const)('%s', (_, given, locale, text, detail) => {
    expect(contactWords(wordsIn(locale), { ...apart, ...given })).toMatchObject({ text, detail });
  });

  it('is nothing where nobody knows how far apart they are', () => {
    expect(contactWords(wordsIn('ko'), null)).toMatchObject({ text: '—', detail: '' });
  });
});

describe('what advice may speak of', () => {
  const incident = incidentOf(worldOf([raised, alerted()]));
  const sees = (...leases: Parameters<typeof seesOf>[1]) => seesOf(incident, leases, register, T0);

  it('is whom live leases open, together', () => {
    expect(sees()).toEqual({ victim: false, offender: false });
    expect(sees(leaseOf([ID.offender], 60))).toEqual({ victim: false, offender: true });
    expect(sees(leaseOf([ID.offender], 60), leaseOf([ID.victim], 30))).toEqual({ victim: true, offender: true });
    expect(sees(leaseOf([ID.offender, ID.victim], -1))).toEqual({ victim: false, offender: false });
  });

  it('is nobody under a review, which is of the past', () => {
    const both = leaseOf([ID.offender, ID.victim], 60);
    expect(sees({ ...both, lease: { ...both.lease, purpose: 'review' } })).toEqual({ victim: false, offender: false });
  });
});
