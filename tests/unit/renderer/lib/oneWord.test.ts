import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { loadPlaybooks } from '../../../../main/files/playbooks.ts';
import { listScenarios } from '../../../../main/files/scenarios.ts';
import { resources } from '../../../../renderer/app/i18n/resources.ts';
import { mapText } from '../../../../renderer/map/text.ts';
import { LANGUAGES } from '../../../../shared/domain/languages.ts';

const Groups = z.looseObject({ word: z.record(z.string(), z.record(z.string(), z.string())) });

const report = (language: string): unknown =>
  JSON.parse(
    readFileSync(new URL(`../../../../main/evidence/package/words/${language}.json`, import.meta.url), 'utf8'),
  );

/** `group.name` and its word, of the groups that both hold. */
const shared = (all: Readonly<Record<string, Readonly<Record<string, string>>>>, names: readonly string[]) =>
  names.map((name) => {
    const [group = '', key = ''] = name.split('/');
    return [name, all[group]?.[key]];
  });

test.each(LANGUAGES)('%s: the report calls things by the words of the screen', (language) => {
  const screen = Groups.parse(resources[language].dispatch).word;
  const reported = Groups.parse(report(language)).word;
  const names = Object.entries(reported).flatMap(([group, words]) =>
    Object.keys(words)
      .filter((key) => screen[group]?.[key] !== undefined)
      .map((key) => `${group}/${key}`),
  );
  expect(names.length).toBeGreaterThan(50);
  expect(shared(reported, names)).toEqual(shared(screen, names));
});

test.each(LANGUAGES)('%s: map and refusals call the states of a patrol by the words of the list', (language) => {
  const { unitStatus } = resources[language].dispatch.word;
  const { refusalState } = resources[language].common;
  const { status, kind, zone } = mapText(language);
  const { home, work, school } = resources[language].dispatch.word.zone;
  const lower = (words: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(words).map(([name, word]) => [name, word.toLowerCase()]));
  expect(lower(status)).toEqual(lower(unitStatus));
  const { available, clear, 'en-route': enRoute, 'out-of-service': out } = refusalState;
  expect(lower({ available, clear, 'en-route': enRoute, 'out-of-service': out })).toEqual(
    lower({
      available: unitStatus.available,
      clear: unitStatus.clear,
      'en-route': unitStatus['en-route'],
      'out-of-service': unitStatus['out-of-service'],
    }),
  );
  expect(lower({ home: zone.home, work: zone.work, school: zone.school })).toEqual(lower({ home, work, school }));
  expect(kind).toEqual(resources[language].dispatch.word.unitKind);
});

test.each(LANGUAGES)('%s: the map calls trends, people and safe places by the words of the panel', (language) => {
  const { trend, role, placeKind } = resources[language].dispatch.word;
  const text = mapText(language);
  const lower = (words: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(words).map(([name, word]) => [name, word.toLowerCase()]));
  expect(text.trend).toEqual(trend);
  expect(text.role).toEqual(role);
  expect(lower(text.place)).toEqual(lower(placeKind));
});

/** The word for a thing, and others that mean the same and stood beside it once. */
const ONE_WORD: readonly (readonly [word: string, others: RegExp])[] = [
  ['경고 거리, 경고 단계', /주의\s?(?:거리|단계|구역)|경고거리|경고단계/u],
  ['경고: the tier, and no notice', /경고 (?:해제|표시|메시지)/u],
  ['무응답', /신호 없음|신호 두절/u],
  ['구역 주변', /완충\s?(?:지대|구역)/u],
  ['열람 기록', /접근\s?기록|접속 기록/u],
  ['긴급 열람', /긴급 위치 열람|비상 열람/u],
  ['검토 열람', /검토용 위치 열람|검토 위치 열람/u],
  ['긴급호출', /긴급 호출|비상호출|SOS/u],
  ['안전지점', /안전 지점|안전장소|대피소/u],
  ['오경보', /오보|허위 경보|거짓 경보/u],
  ['부착장치', /전자발찌/u],
  ['절차', /조치 절차|조치 (?:완료|생략)/u],
  ['silence', /\bNo fix\b/u],
  ['moving away', /^opening$/u],
];

/** Every text that somebody may read on a screen or in a report, with where it stands. */
const texts = (value: unknown, at: string): readonly (readonly [string, string])[] => {
  if (typeof value === 'string') return [[at, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => texts(part, `${at}.${key}`));
};

test('U5: no text calls a thing by another word than the one it has', () => {
  const all = [
    ...LANGUAGES.flatMap((language) => [
      ...texts(resources[language], language),
      ...texts(report(language), `report.${language}`),
      ...texts(mapText(language), `map.${language}`),
    ]),
    ...texts(loadPlaybooks(), 'playbooks'),
    ...texts(listScenarios(), 'scenarios'),
  ];
  expect(all.length).toBeGreaterThan(1500);
  const wrong = all.flatMap(([at, text]) =>
    ONE_WORD.filter(([, others]) => others.test(text)).map(([word]) => `${at}: “${text}” should say ${word}`),
  );
  expect(wrong).toEqual([]);
});
