import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { resources } from '../../../../../renderer/app/i18n/resources.ts';
import { escapeReason, offenderWay, patrolReason } from '../../../../../renderer/features/incident/race.ts';
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

const ranked = (margin_s: number | null): RankedUnit => ({
  ...{ unitId: ID.car, eta_s: 90, distance_m: 1400, via: 'street', fixAge_s: 12, stale: false, margin_s },
});
const escape = (race: EscapeOption['race']): EscapeOption => ({
  ...{ placeId: placeId('P1'), victim_s: 300, distance_m: 360, via: 'straight', route: [], race },
});
const race = { offender_s: 430, margin_s: 130.9, ahead: true, side: 1 } as const;

describe('the reason of a patrol', () => {
  it.each([
    [50.9, 'ko', '1.40 km 도로 · 12초 전 · 가해자보다 0:50 먼저'],
    [50.9, 'en', '1.40 km by road · 12 s ago · 0:50 before the offender can'],
    [-79.2, 'ko', '1.40 km 도로 · 12초 전 · 가해자보다 1:20 늦음'],
    [-79.2, 'en', '1.40 km by road · 12 s ago · 1:20 after the offender could'],
    [null, 'ko', '1.40 km 도로 · 12초 전'],
  ] as const)('with a margin of %s s in %s', (margin_s, locale, expected) => {
    expect(patrolReason(wordsIn(locale), ranked(margin_s))).toBe(expected);
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

it('says the way of the offender and the soonest they can be there', () => {
  const way = { reach_s: 130, distance_m: 1300, via: 'street', fixAge_s: 0 } as const;
  expect(offenderWay(wordsIn('ko'), way)).toBe('가해자 → 피해자 1.30 km 도로 · 가장 빠르면 2:10 · 방금');
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
