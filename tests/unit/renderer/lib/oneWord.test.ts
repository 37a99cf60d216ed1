import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { resources } from '../../../../renderer/app/i18n/resources.ts';
import { mapText } from '../../../../renderer/map/text.ts';
import { LANGUAGES } from '../../../../shared/domain/languages.ts';

const Groups = z.looseObject({ word: z.record(z.string(), z.record(z.string(), z.string())) });

const reportWords = (language: string) =>
  Groups.parse(
    JSON.parse(
      readFileSync(new URL(`../../../../main/evidence/package/words/${language}.json`, import.meta.url), 'utf8'),
    ),
  ).word;

/** `group.name` and its word, of the groups that both hold. */
const shared = (all: Readonly<Record<string, Readonly<Record<string, string>>>>, names: readonly string[]) =>
  names.map((name) => {
    const [group = '', key = ''] = name.split('/');
    return [name, all[group]?.[key]];
  });

test.each(LANGUAGES)('%s: the report calls things by the words of the screen', (language) => {
  const screen = Groups.parse(resources[language].dispatch).word;
  const report = reportWords(language);
  const names = Object.entries(report).flatMap(([group, words]) =>
    Object.keys(words)
      .filter((key) => screen[group]?.[key] !== undefined)
      .map((key) => `${group}/${key}`),
  );
  expect(names.length).toBeGreaterThan(50);
  expect(shared(report, names)).toEqual(shared(screen, names));
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
  expect(kind.motorbike).toBe(resources[language].dispatch.word.unitKind.motorbike);
});
