import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkData, checkNode, checkPorts } from '../../../main/shells/doctor/machine.ts';
import { findChromium } from '../../../main/shells/doctor/browser.ts';
import { tempFolder } from '../console/harness.ts';

const Report = z.strictObject({
  ok: z.boolean(),
  shells: z.strictObject({ electron: z.boolean(), browser: z.boolean() }),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      level: z.enum(['ok', 'warn', 'fail']),
      fact: z.string(),
      mend: z.string().nullable(),
    }),
  ),
});
const NAMES = ['Node', 'Electron', 'browser', 'WebGL2', 'build', 'fonts', 'ports', 'data folder'];

const doctor = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, ['main/cli.ts', 'doctor', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });

test('says one line for each thing, each failing one with its mend, and agrees with its JSON', () => {
  const folder = tempFolder();
  const json = doctor(['--json', '--data', folder.path]);
  const report = Report.parse(JSON.parse(json.stdout));
  expect(report.checks.map(({ name }) => name)).toEqual(NAMES);
  expect(report.checks.every(({ level, mend }) => (mend === null) === (level === 'ok'))).toBe(true);
  expect(report.ok).toBe(report.shells.electron || report.shells.browser);
  expect(json.status).toBe(report.ok ? 0 : 1);
  folder.remove();
});

test('without a browser or a display no shell could run: exit 1', () => {
  const { stdout, status, stderr } = doctor([], { PATH: '/nowhere', DISPLAY: '', WAYLAND_DISPLAY: '' });
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n').length).toBe(NAMES.length);
  expect(stdout).toMatch(/^fail browser: .* — install one/m);
  expect(status).toBe(1);
});

test('a data folder that is a file cannot be written', () => {
  const folder = tempFolder();
  writeFileSync(`${folder.path}/file`, '');
  expect(checkData(`${folder.path}/file/data`).level).toBe('fail');
  expect(checkData(`${folder.path}/new/data`)).toMatchObject({ level: 'ok' });
  folder.remove();
});

test('a port in use is told', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  expect((await checkPorts(port)).level).toBe('fail');
  server.close();
  expect((await checkPorts(0)).level).toBe('ok');
});

test('Node versions', () => {
  expect(['20.20.0', '22.17.1', '22.18.0', '24.21.0', '26.0.0'].map((v) => checkNode(v).level)).toEqual([
    'fail',
    'fail',
    'warn',
    'ok',
    'warn',
  ]);
});

test('browsers are found in the order of the PATH', () => {
  const there = new Set(['/b/google-chrome', '/c/chromium']);
  expect(findChromium('/a:/b:/c', (file) => there.has(file))).toBe('/b/google-chrome');
  expect(findChromium('', () => false)).toBeNull();
});
