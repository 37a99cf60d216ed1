// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listenForKeys, registerShortcut } from '../../../../renderer/lib/keys.ts';

/* Letters of a sentence that lose their box: `R` opens the dialog that resolves, `1` sends a patrol. */

const stops: (() => void)[] = [];
let box: HTMLTextAreaElement;
let acted: string[];

beforeEach(() => {
  acted = [];
  box = document.body.appendChild(document.createElement('textarea'));
  stops.push(
    listenForKeys(),
    registerShortcut('resolve', () => acted.push('resolve')),
    registerShortcut('note', () => acted.push('note')),
  );
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  document.body.replaceChildren();
});

const press = (target: EventTarget, key: string, code: string): void =>
  void target.dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true }));

test('what goes on being typed after its box is gone orders nothing', () => {
  press(box, 'o', 'KeyO');
  box.remove();
  press(document.body, 'r', 'KeyR');
  press(document.body, 'n', 'KeyN');
  expect(acted).toEqual([]);
});

test('so it is for a syllable that an input method puts together', () => {
  press(box, 'Process', 'KeyO');
  box.remove();
  press(document.body, 'ㄱ', 'KeyR');
  press(document.body, 'Process', 'KeyR');
  expect(acted).toEqual([]);
});

test.each(['Shift', 'CapsLock', 'Backspace'])('%s belongs to the sentence', (key) => {
  press(box, 'o', 'KeyO');
  box.remove();
  press(document.body, key, '');
  press(document.body, 'R', 'KeyR');
  expect(acted).toEqual([]);
});

test('a key that writes nothing ends the sentence: the next letter is an order', () => {
  press(box, 'o', 'KeyO');
  box.remove();
  press(document.body, 'Escape', 'Escape');
  press(document.body, 'r', 'KeyR');
  expect(acted).toEqual(['resolve']);
});

test('so does a press of the pointer, which may itself have taken the box away', () => {
  press(box, 'o', 'KeyO');
  document.body.dispatchEvent(new MouseEvent('pointerdown', { bubbles: true }));
  box.remove();
  press(document.body, 'r', 'KeyR');
  expect(acted).toEqual(['resolve']);
});

test('whoever leaves a box that stays gives orders at once', () => {
  press(box, 'o', 'KeyO');
  press(document.body, 'r', 'KeyR');
  expect(acted).toEqual(['resolve']);
});
