import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { setFuses } from '../../../../tools/packaging/fuses.ts';

/*
 * The wire of fuses as Electron's description has it: a sentinel, the version 1, the number of fuses, then one character for each:
 * 0 off, 1 on, r removed. It is written into a file by hand here and read back by hand.
 */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-fuses-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const binaryWith = (wire: string): string => {
  const file = join(folder, 'electron');
  writeFileSync(file, `before${SENTINEL}${String.fromCharCode(1, wire.length)}${wire}after`, 'latin1');
  return file;
};
const wireIn = (file: string, length: number): string => {
  const at = readFileSync(file, 'latin1').indexOf(SENTINEL) + SENTINEL.length + 2;
  return readFileSync(file, 'latin1').slice(at, at + length);
};

// runAsNode, cookieEncryption, nodeOptions, nodeCliInspect, asarIntegrity, onlyLoadAppFromAsar, ownSnapshot, filePrivileges, wasmTrapHandlers
const MEANT = '010011001';

it.each([
  ['an Electron of today, all at their defaults', '101100011', MEANT],
  ['one that has every fuse the other way round', '101100110', MEANT],
  ['an older one with eight', '10110001', MEANT.slice(0, 8)],
])('sets every fuse of %s', async (_what, wire, meant) => {
  const file = binaryWith(wire);
  await setFuses(file, false);
  expect(wireIn(file, wire.length)).toBe(meant);
});

it('refuses an Electron with a fuse that nobody has decided on', async () => {
  const file = binaryWith('1011000111');
  await expect(setFuses(file, false)).rejects.toThrow(/fuse/i);
  expect(wireIn(file, 10)).toBe('1011000111');
});
