import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { err, ok } from '../../../shared/domain/result.ts';
import { chooseElectron, versionLine } from '../../../tools/electron.ts';
import type { ElectronSources } from '../../../tools/electron.ts';
import { needsStandIn } from '../../../tools/packaging/app.ts';
import { cacheFolder, checkSum } from '../../../tools/npmElectron.ts';

const sources = (over: Partial<ElectronSources> = {}): ElectronSources => ({
  platform: 'linux',
  arch: 'x64',
  override: null,
  fromPackage: () => err('not here'),
  fromNpm: async () => ok('/cache/electron'),
  ...over,
});

test('the shipped Electron comes before the one that npm carries', async () => {
  const chosen = await chooseElectron(sources({ fromPackage: () => ok('/package/electron') }));
  expect(chosen).toEqual(ok('/package/electron'));
  expect(await chooseElectron(sources())).toEqual(ok('/cache/electron'));
});

test('a folder that was named and holds no Electron is an error, not a reason to take another', async () => {
  expect(await chooseElectron(sources({ override: '/named' }))).toEqual(err('not here'));
});

test.each([
  ['darwin', 'arm64'],
  ['win32', 'x64'],
  ['linux', 'arm64'],
] as const)('%s %s: npm carries none, and nothing is fetched', async (platform, arch) => {
  const fromNpm = (): never => expect.unreachable('fetched');
  expect(await chooseElectron(sources({ platform, arch, fromNpm }))).toEqual(err('not here'));
});

test('where neither can be had, both reasons stand in one line', async () => {
  const chosen = await chooseElectron(sources({ fromNpm: async () => err('npm could not fetch it') }));
  expect(chosen).toEqual(err('not here; from npm: npm could not fetch it'));
});

test('a report never passes one version off as another', () => {
  expect(versionLine('45.4.1', '45.4.1')).toBe('Electron 45.4.1');
  expect(versionLine('33.2.1', '45.4.1')).toBe('Electron 33.2.1 (not the 45.4.1 that is shipped)');
});

test('only an Electron whose Node has no SQLite gets the stand-in', () => {
  expect(needsStandIn('33.2.1')).toBe(true);
  expect(needsStandIn('35.0.0')).toBe(false);
  expect(needsStandIn('45.4.1')).toBe(false);
});

test('the cache lies outside of the project, for root where other users can read it', () => {
  expect(cacheFolder({ env: {}, uid: 0, home: '/home-of-root' })).toMatch(/^\/var\/cache\/jikim\//);
  expect(cacheFolder({ env: {}, uid: 1000, home: '/me' })).toMatch(/^\/me\/\.cache\/jikim\//);
  expect(cacheFolder({ env: { XDG_CACHE_HOME: '/x' }, uid: 1000, home: '/me' })).toMatch(/^\/x\/jikim\//);
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a file that is not to the byte what was expected is not unpacked', async () => {
  const file = join(folder, 'a.tgz');
  const sum = createHash('sha512').update('as published').digest('hex');
  writeFileSync(file, 'as published');
  expect(await checkSum(file, sum)).toEqual(ok(null));
  writeFileSync(file, 'as publishet');
  expect(await checkSum(file, sum)).toMatchObject({ ok: false });
});
