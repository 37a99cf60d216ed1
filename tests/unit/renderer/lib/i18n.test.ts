import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../../../shared/domain/languages.ts';
import { resources } from '../../../../renderer/app/i18n/resources.ts';

const RENDERER = new URL('../../../../renderer/', import.meta.url);
type Tree = { readonly [key: string]: string | Tree };

const leaves = (tree: Tree, prefix = ''): readonly (readonly [string, string])[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as const] : leaves(value, `${prefix}${key}.`),
  );
/** Languages differ in their plural forms, so keys are compared without them. */
const base = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');
const bases = (tree: Tree): readonly string[] => [...new Set(leaves(tree).map(([key]) => base(key)))].toSorted();
const placeholders = (text: string): readonly string[] => [...new Set(text.match(/\{\{\w+\}\}/g))].toSorted();

const namespaces = Object.keys(resources.ko) as readonly (keyof typeof resources.ko)[]; // keys of a literal

const sources = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(new URL(name, RENDERER), 'utf8'))
  .join('\n');
/** Every text literal, and the part of every template literal before its first hole. */
const literals = new Set([...sources.matchAll(/'([\w:.-]+)'/g)].map(([, text]) => text));
const templates = [...sources.matchAll(/`([\w:.-]+)\$\{([^`]*)`/g)].map(([, head]) => head ?? '');

const isUsed = (namespace: string, key: string): boolean =>
  [key, `${namespace}:${key}`].some(
    (name) => literals.has(name) || templates.some((head) => head.length > 2 && name.startsWith(head)),
  );

/** Said of two and more alone. */
const MORE_THAN_ONE = new Set(['word.clock.d', 'hold.days', 'record.distancesDetail']);

const others = LANGUAGES.filter((language) => language !== 'ko');

test.each(namespaces)('%s: every language has the same keys and the same placeholders', (namespace) => {
  const ko: Tree = resources.ko[namespace];
  const korean = new Map(leaves(ko).map(([key, text]) => [base(key), placeholders(text)]));
  for (const language of others) {
    const texts: Tree = resources[language][namespace];
    expect(bases(texts)).toEqual(bases(ko));
    for (const [key, text] of leaves(texts)) expect([key, placeholders(text)]).toEqual([key, korean.get(base(key))]);
  }
});

test.each(namespaces)('%s: what English counts in a plural it also says of one', (namespace) => {
  const counted = /\{\{(?:n|count)\}\} (?:[a-z-]+ ){0,2}?(?:[a-z]{3,}s|[a-z]+\(s\))\b/;
  const plurals = leaves(resources.en[namespace]).filter(([, text]) => counted.test(text));
  expect(plurals.filter(([key]) => !/_(one|other)$/.test(key)).filter(([key]) => !MORE_THAN_ONE.has(key))).toEqual([]);
});

test('there is no file of words that nobody brings in', () => {
  const there = readdirSync(new URL('app/i18n/', RENDERER), { recursive: true, encoding: 'utf8' });
  const named = LANGUAGES.flatMap((language) => namespaces.map((namespace) => `${language}/${namespace}.json`));
  expect(there.filter((name) => name.endsWith('.json')).toSorted()).toEqual(named.toSorted());
});

test.each(namespaces)('%s: no word stands twice in one place, since only the last would count', (namespace) => {
  const keys = (tree: Tree): number =>
    Object.values(tree).reduce<number>((sum, value) => sum + 1 + (typeof value === 'string' ? 0 : keys(value)), 0);
  for (const language of LANGUAGES) {
    const text = readFileSync(new URL(`app/i18n/${language}/${namespace}.json`, RENDERER), 'utf8');
    expect(text.match(/^ *"[^"]+":/gm)).toHaveLength(keys(resources[language][namespace]));
  }
});

test.each(namespaces)('%s: no text is empty and none is unused', (namespace) => {
  const all: readonly (readonly [string, string])[] = leaves(resources.ko[namespace] satisfies Tree);
  expect(all.filter(([, text]) => text.trim() === '')).toEqual([]);
  expect(all.map(([key]) => base(key)).filter((key) => !isUsed(namespace, key))).toEqual([]);
});
