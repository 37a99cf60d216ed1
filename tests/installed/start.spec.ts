import { readFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { DISPATCHER, signIn } from '../e2e/flow.ts';
import { expect, installed, test } from './fixtures.ts';

test('it starts: the monitoring server is up and the window shows the sign-in', async ({ jikim }) => {
  await expect(jikim.page.getByLabel('아이디')).toBeVisible();
  await expect.poll(jikim.output).toContain('Monitoring server: http://127.0.0.1:');
  expect(jikim.page.url()).toBe('app://jikim/');
  const version = await jikim.app.evaluate(() => process.versions.electron);
  expect(version, 'the report names the version that ran').toBe(installed.version);
});

test('a dispatcher signs in and sees the queue and a map that is drawn', async ({ jikim }) => {
  const { page } = jikim;
  await jikim.up();
  await signIn(page, DISPATCHER);
  await expect(page.getByRole('heading', { name: '사건 대기열' })).toBeVisible();
  const canvas = page.locator('canvas.maplibregl-canvas');
  await expect(canvas).toBeVisible();
  const hasWebGl2 = await canvas.evaluate((element) => {
    const context = element instanceof HTMLCanvasElement ? element.getContext('webgl2') : null;
    return context !== null && !context.isContextLost();
  });
  expect(hasWebGl2).toBe(true);
  await expect(page.getByRole('list', { name: '지도에 표시된 사람과 배정된 순찰' })).toBeAttached();
});

test('a second instance on the same data folder ends with 0 and brings the first to the front', async ({
  jikim,
  argumentsFor,
  dataDir,
}) => {
  await expect(jikim.page.getByLabel('아이디')).toBeVisible();
  await jikim.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const isMinimized = (): Promise<boolean | undefined> =>
    jikim.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized());
  await jikim.app.evaluate(({ app }) => {
    app.on('second-instance', () => Object.assign(globalThis, { secondInstanceSeen: true }));
  });
  const { DISPLAY = '', PATH = '' } = process.env;
  const second = spawn(installed.launcher.program, [...argumentsFor().slice(2)], {
    env: { DISPLAY, PATH, HOME: dataDir },
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(0);
  await expect.poll(() => jikim.app.evaluate(() => 'secondInstanceSeen' in globalThis)).toBe(true);
  await expect.poll(isMinimized).toBe(false);
  expect(await jikim.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the page runs in Chromium’s sandbox', async ({ jikim }) => {
  test.skip(process.platform !== 'linux', 'what the kernel says of a process is read from /proc, which only Linux has');
  test.skip(installed.launcher.unsandboxed !== null, `no sandbox here: ${installed.launcher.unsandboxed}`);
  await expect(jikim.page.getByLabel('아이디')).toBeVisible();
  const pid = await jikim.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  );
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  // The kernel's own word: system calls are filtered (mode 2), and no rights can be gained any more.
  expect(status).toMatch(/^Seccomp:\s+2$/m);
  expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
});
