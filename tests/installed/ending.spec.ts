import { readFileSync } from 'node:fs';
import { DISPATCHER, signIn } from '../e2e/flow.ts';
import { until } from '../e2e/harness.ts';
import type { Installed } from './fixtures.ts';
import { expect, test } from './fixtures.ts';

/** Every way out is orderly: Electron ends by itself with 0, nothing of it is left, and nobody cries that the server died. */

const isAlive = (pid: number): boolean => {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')); // a zombie has ended
  } catch {
    return false;
  }
};

const expectOrderly = async (jikim: Installed, leave: () => unknown): Promise<void> => {
  await expect.poll(jikim.serverPid).toBeGreaterThan(0);
  const all = jikim.descendants();
  expect(all).toContain(jikim.serverPid());
  await leave();
  expect(await jikim.ended()).toBe(0);
  await until('every process it started has ended', 5000, () => !all.some(isAlive));
  expect(jikim.output()).not.toMatch(/unexpectedly|starting it again|Error:/);
};

/** What the menu's own item does, by its place in the menu. */
const pressQuit = (jikim: Installed): Promise<void> =>
  jikim.app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    const quit = items.find(({ role }) => role === 'quit');
    // Electron's own click handlers need a moment of their own, or this very call would be cut off.
    setTimeout(() => void quit?.click(), 100);
  });

test('the menu’s Quit', ({ jikim }) => expectOrderly(jikim, () => pressQuit(jikim)));

test('closing the last window @long', ({ jikim }) =>
  expectOrderly(jikim, () =>
    jikim.app.evaluate(({ BrowserWindow }) => setTimeout(() => BrowserWindow.getAllWindows()[0]?.close(), 100)),
  ));

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  test(`${signal}${signal === 'SIGTERM' ? '' : ' @long'}`, ({ jikim }) =>
    expectOrderly(jikim, () => process.kill(jikim.pid, signal)));

test('several ways at once are one @long', ({ jikim }) =>
  expectOrderly(jikim, async () => {
    await pressQuit(jikim);
    process.kill(jikim.pid, 'SIGTERM');
    process.kill(jikim.pid, 'SIGHUP');
  }));

test('a signal to the whole group, as Ctrl+C in a terminal sends it, does not look like a crash @long', ({ jikim }) =>
  expectOrderly(jikim, () => {
    process.kill(jikim.serverPid(), 'SIGINT');
    process.kill(jikim.pid, 'SIGINT');
  }));

test('Quit before the server is up ends it too', async ({ jikim }) => {
  await pressQuit(jikim);
  expect(await jikim.ended()).toBe(0);
  expect(jikim.output()).not.toMatch(/unexpectedly|could not start/);
});

test('after an orderly end nothing has to be mended, and the next start goes on with the record @long', async ({
  launch,
}) => {
  const first = await launch();
  await expect.poll(first.serverPid).toBeGreaterThan(0);
  await signIn(first.page, DISPATCHER);
  await pressQuit(first);
  expect(await first.ended()).toBe(0);
  const second = await launch();
  await expect.poll(second.serverPid).toBeGreaterThan(0);
  await signIn(second.page, DISPATCHER);
  expect(second.output()).not.toMatch(/mended|damaged/);
});
