import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { logFileIn, openLogFile } from '../../../../main/files/logFile.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'jikim-test-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

test('lines are appended over restarts, for this user only', () => {
  openLogFile(logFileIn(data)).write('one\n');
  openLogFile(logFileIn(data)).write('two');
  expect(readFileSync(logFileIn(data), 'utf8')).toBe('one\ntwo\n');
  expect(statSync(logFileIn(data)).mode & 0o077).toBe(0);
});

test('a full file is put aside, and no more than four are ever kept', () => {
  const log = openLogFile(logFileIn(data));
  const megabyte = 'x'.repeat(1024 * 1024);
  for (let line = 0; line < 40; line += 1) log.write(`${line} ${megabyte}`);
  const folder = join(data, 'logs');
  expect(readdirSync(folder).toSorted()).toEqual(['console.log', 'console.log.1', 'console.log.2', 'console.log.3']);
  for (const file of readdirSync(folder))
    expect(statSync(join(folder, file)).size).toBeLessThanOrEqual(5 * 1024 * 1024);
  expect(readFileSync(log.path, 'utf8')).toMatch(/^3[0-9] /);
  log.write('last');
  expect(readFileSync(log.path, 'utf8')).toMatch(/\nlast\n$/);
});

test('a folder that cannot be written stops nobody', () => {
  writeFileSync(join(data, 'logs'), 'a file where the folder should be');
  openLogFile(logFileIn(data)).write('lost');
  expect(readFileSync(join(data, 'logs'), 'utf8')).toBe('a file where the folder should be');
});
