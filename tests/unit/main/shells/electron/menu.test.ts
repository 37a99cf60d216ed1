import { expect, test } from 'vitest';
import { menuOf } from '../../../../../main/shells/electron/menu.ts';

const actions = { newWindow: () => undefined, lock: () => undefined, zoom: () => undefined };
const menus = (locale: 'ko' | 'en') => menuOf({ locale, canLock: true }, actions);
const itemsOf = (locale: 'ko' | 'en') =>
  menus(locale).flatMap(({ items }) => items.flatMap((item) => (item.kind === 'separator' ? [] : [item])));

test('both languages have the same items in the same places, and each has a label of its own language', () => {
  const shape = (locale: 'ko' | 'en') =>
    menus(locale).map(({ items }) => items.map((item) => (item.kind === 'role' ? item.role : item.kind)));
  expect(shape('ko')).toEqual(shape('en'));
  for (const { label } of [...menus('ko'), ...itemsOf('ko')]) expect(label).toMatch(/[가-힣]/);
  for (const { label } of [...menus('en'), ...itemsOf('en')]) expect(label).toMatch(/^[A-Za-z ]+$/);
});

test('no two items share a key', () => {
  const keys = itemsOf('en').flatMap((item) => [item.keys, item.kind === 'action' ? (item.also ?? []) : []].flat());
  expect(keys).toEqual(expect.arrayContaining(['CmdOrCtrl+N', 'CmdOrCtrl+L', 'CmdOrCtrl+0']));
  const given = keys.filter((key) => key !== null);
  expect(new Set(given).size).toBe(given.length);
  expect(given).not.toContain('CmdOrCtrl+W');
});

test('nothing in it opens Chromium’s tools or an address', () => {
  const roles = itemsOf('en').flatMap((item) => (item.kind === 'role' ? [item.role] : []));
  expect(roles).not.toContain('toggleDevTools');
  expect(roles).not.toContain('help');
});
