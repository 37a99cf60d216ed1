import { expect, test } from 'vitest';
import { keptOfLine } from '../../../../main/files/logLine.ts';

test.each([
  '{"level":40,"time":1,"room":"server","pid":7,"reason":"frame","msg":"refused"}',
  '    at run (file:///a/b.js:1:2)',
])('our own line and the place of an error are kept: %s', (line) => expect(keptOfLine(line)).toBe(line));

test.each([
  ['TypeError: cannot read 37.5690 of 가해자 전가명', 'TypeError: (its message left out)'],
  ['Uncaught RangeError: 126.9245', 'RangeError: (its message left out)'],
  ['(node:1) Warning: 가해자 전가명', '(a line that is none of ours, left out)'],
  ['{"name":"가해자 전가명"}', '(a line that is none of ours, left out)'],
  ['["room"]', '(a line that is none of ours, left out)'],
  ['', '(a line that is none of ours, left out)'],
])('a message is left out, and it is said: %j', (line, kept) => expect(keptOfLine(line)).toBe(kept));
