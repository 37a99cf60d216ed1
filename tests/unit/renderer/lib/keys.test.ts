import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { pressKey, registerShortcut, SEND, shortcutOf, SHORTCUTS } from '../../../../renderer/lib/keys.ts';
import type { KeyPress } from '../../../../renderer/lib/keys.ts';

const press = (code: string, over: Partial<KeyPress> = {}): KeyPress => ({
  code,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  defaultPrevented: false,
  ...over,
});
const removers: (() => void)[] = [];
afterEach(() => removers.splice(0).forEach((remove) => remove()));

test.each([
  ['KeyA', {}, { name: 'acknowledge', digit: 0 }],
  ['Digit3', {}, { name: 'assign', digit: 3 }],
  ['Numpad9', {}, { name: 'assign', digit: 9 }],
  ['Digit0', {}, null],
  ['Slash', { shiftKey: true }, { name: 'help', digit: 0 }],
  ['Slash', {}, null],
  ['KeyA', { shiftKey: true }, null],
  ['KeyA', { ctrlKey: true }, null],
  ['KeyA', { metaKey: true }, null],
  ['KeyA', { repeat: true }, null],
  ['KeyA', { isComposing: true }, null],
  ['KeyA', { defaultPrevented: true }, null],
  ['ArrowDown', { repeat: true }, { name: 'queueDown', digit: 0 }],
  ['KeyZ', {}, null],
] as const)('%s %o', (code, over, expected) => {
  expect(shortcutOf(press(code, over))).toEqual(expected);
});

/** What has the focus, by the parts of a selector that it or an element around it meets. */
const inside = (...roles: readonly string[]) => ({
  closest: (selector: string) => (roles.some((role) => selector.includes(`[role="${role}"]`)) ? {} : null),
});

test('the focus keeps the keys that it has a use for, and no other', () => {
  const fired: string[] = [];
  removers.push(registerShortcut('assign', (digit) => fired.push(String(digit))));
  removers.push(registerShortcut('queueDown', () => fired.push('down')));
  expect(pressKey(press('Digit1'), inside('textbox'))).toBe(false);
  expect(pressKey(press('ArrowDown'), inside('radiogroup'))).toBe(false);
  expect(fired).toEqual([]);
  expect(pressKey(press('Digit1'), inside('radiogroup'))).toBe(true);
  expect(pressKey(press('ArrowDown'), inside())).toBe(true);
  expect(pressKey(press('Digit2'), null)).toBe(true);
  expect(fired).toEqual(['1', 'down', '2']);
});

test('the handler added last acts; removing it gives the key back', () => {
  const fired: string[] = [];
  removers.push(registerShortcut('note', () => fired.push('first')));
  const remove = registerShortcut('note', () => fired.push('second'));
  pressKey(press('KeyN'), null);
  remove();
  pressKey(press('KeyN'), null);
  expect(fired).toEqual(['second', 'first']);
});

test('the document on keys has a line for every key', () => {
  const document = readFileSync(new URL('../../../../docs/keys.md', import.meta.url), 'utf8');
  const lines = document.split('\n').filter((line) => line.startsWith('| `'));
  const told = new Set(
    lines.flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, key]) => key)),
  );
  expect(told).toEqual(new Set([...SHORTCUTS.flatMap(({ shown }) => shown.filter((key) => key !== '…')), SEND]));
});
