import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tryLockConsoleFolder } from '../../../../../main/console/store/lock.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('one console holds a folder at a time, and the next one gets it afterwards', () => {
  const unlock = tryLockConsoleFolder(folder);
  expect(unlock).toBeTypeOf('function');
  expect(tryLockConsoleFolder(folder)).toBeNull();
  expect(tryLockConsoleFolder(folder), 'a refused try takes nothing from the holder').toBeNull();
  unlock?.();
  const next = tryLockConsoleFolder(folder);
  expect(next).toBeTypeOf('function');
  next?.();
});

test('a lock that is damaged is not taken for another console', () => {
  writeFileSync(join(folder, 'lock'), 'no database '.repeat(1000));
  expect(() => tryLockConsoleFolder(folder)).toThrow(/not a database/);
});
