import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { electronBinary, noWindowHere, presentBinary } from '../../../../main/shells/electronBinary.ts';

const linux = (env: NodeJS.ProcessEnv, uid = 1000) => ({ platform: 'linux' as const, env, uid });

test('no window without a display, nor as root; elsewhere there is always one', () => {
  expect(noWindowHere(linux({}))).toContain('display');
  expect(noWindowHere(linux({ DISPLAY: ':0' }))).toBeNull();
  expect(noWindowHere(linux({ WAYLAND_DISPLAY: 'wayland-0' }))).toBeNull();
  expect(noWindowHere(linux({ DISPLAY: ':0' }, 0))).toContain('root');
  expect(noWindowHere({ platform: 'darwin', env: {}, uid: 501 })).toBeNull();
});

test('finds the binary in the folder it is told, and downloads nothing beside it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jikim-test-'));
  try {
    const environment = linux({ ELECTRON_OVERRIDE_DIST_PATH: folder });
    const said: string[] = [];
    expect(electronBinary('.', environment, (line) => said.push(line))).toEqual({
      ok: false,
      error: 'ELECTRON_OVERRIDE_DIST_PATH holds no Electron',
    });
    expect(said).toEqual([]);
    writeFileSync(join(folder, 'electron'), '');
    expect(presentBinary('.', environment)).toEqual({ ok: true, value: join(folder, 'electron') });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a project without the package says so', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jikim-test-'));
  mkdirSync(join(folder, 'node_modules'));
  try {
    expect(presentBinary(folder, linux({}))).toEqual({ ok: false, error: 'Electron is not installed' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
