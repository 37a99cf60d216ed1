import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadStoreKey } from '../../../../../main/console/store/key.ts';
import type { Keyring, StoreKey } from '../../../../../main/console/store/key.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-key-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A keyring that turns bits over: enough that what it closes cannot be read as it lies there. */
const turned = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0x5a);
const keyring: Keyring = {
  close: (text) => turned(Buffer.from(text)),
  open: (closed) => Buffer.from(turned(closed)).toString(),
};
const away: Keyring = {
  close: () => {
    throw new Error('locked');
  },
  open: () => {
    throw new Error('locked');
  },
};

const load = (given: Keyring | null, onPutAside?: () => void): StoreKey => {
  const loaded = loadStoreKey(folder, given, onPutAside);
  if (!loaded.ok) throw new Error(loaded.error);
  return loaded.value;
};
const content = (): string => readFileSync(join(folder, 'key.json'), 'utf8');
const plainOf = ({ key }: StoreKey): string => key.export().toString('base64');

test('without a keyring it is made once, in a file that only its user reads', () => {
  const first = load(null);
  expect(first.keptBy).toBe('file');
  expect(statSync(join(folder, 'key.json')).mode & 0o777).toBe(0o600);
  expect(plainOf(load(null))).toBe(plainOf(first));
  expect(Buffer.from(plainOf(first), 'base64')).toHaveLength(32);
});

test('with a keyring it cannot be read from the file, and is the same at the next start', () => {
  const first = load(keyring);
  expect(first.keptBy).toBe('keyring');
  expect(content()).not.toContain(plainOf(first));
  expect(plainOf(load(keyring))).toBe(plainOf(first));
  expect(load(keyring).keptBy).toBe('keyring');
});

test('a key in a file goes into the keyring as soon as there is one, and out of the file', () => {
  const before = load(null);
  const after = load(keyring);
  expect(after.keptBy).toBe('keyring');
  expect(plainOf(after)).toBe(plainOf(before));
  expect(content()).not.toContain(plainOf(before));
});

test.each([
  ['is locked', away],
  ['does not open again what it closes', { ...keyring, open: () => 'something else' }],
])('a new key is not entrusted to a keyring that %s', (_name, broken) => {
  const first = load(broken);
  expect(first.keptBy).toBe('file');
  expect(plainOf(load(null))).toBe(plainOf(first));
});

test.each([
  ['is gone', null],
  ['is locked', away],
])('where the keyring %s the closed key is put aside and a new one made; it is said', (_name, given) => {
  const lost = load(keyring);
  const closed = content();
  let said = 0;
  const fresh = load(given, () => (said += 1));
  expect(said).toBe(1);
  expect(plainOf(fresh)).not.toBe(plainOf(lost));
  expect(readFileSync(join(folder, 'key.json.locked-1'), 'utf8')).toBe(closed);
  // The day the keyring is back, the key that was put aside is the old one.
  writeFileSync(join(folder, 'key.json'), closed);
  expect(plainOf(load(keyring))).toBe(plainOf(lost));
});

test.each(['', '{}', '{"keptBy":"file","key":"AAAA"}', 'not json'])(
  'a damaged key file (%j) is put aside',
  (damaged) => {
    writeFileSync(join(folder, 'key.json'), damaged);
    let said = 0;
    expect(load(null, () => (said += 1)).keptBy).toBe('file');
    expect(said).toBe(1);
    expect(readFileSync(join(folder, 'key.json.locked-1'), 'utf8')).toBe(damaged);
  },
);

test('nothing is written over what was put aside before', () => {
  for (const text of ['first', 'second']) {
    writeFileSync(join(folder, 'key.json'), text);
    load(null);
  }
  expect(readdirSync(folder).toSorted()).toEqual(['key.json', 'key.json.locked-1', 'key.json.locked-2']);
});

test('a key that can be neither read nor written ends in a line that names the file', () => {
  mkdirSync(join(folder, 'key.json'));
  expect(loadStoreKey(folder, null)).toMatchObject({ ok: false, error: expect.stringContaining('key.json') });
});
