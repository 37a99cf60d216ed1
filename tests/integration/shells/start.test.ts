import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tempFolder, until } from '../console/harness.ts';
import { killAll, linkOf, oneLine, runCli } from './cli.ts';
import type { Started } from './cli.ts';

let folder: ReturnType<typeof tempFolder>;

beforeEach(() => {
  folder = tempFolder();
});

afterEach(async () => {
  await killAll();
  folder.remove();
});

const start = (...args: readonly string[]): Started =>
  runCli(['start', '--shell=browser', '--no-open', '--data', folder.path, ...args]);

const serverPid = ({ out }: Started): number => Number([...out().matchAll(/\(process (\d+)\)/g)].at(-1)?.[1] ?? 0);
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const untilServed = (started: Started): Promise<void> => until('the server', () => serverPid(started) > 0, 45_000);

test('says what is simulated and why this shell, gives a link that works, and ends everything when told', async () => {
  const started = start();
  await untilServed(started);
  expect(started.out()).toMatch(/are simulated \(scenario evening\)/);
  expect(started.out()).toContain('Browser shell, because it was asked for (--shell=browser).');
  await until('the link', () => linkOf(started) !== null);
  const link = linkOf(started) ?? '';
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(303);
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(403);
  const pid = serverPid(started);
  started.child.kill('SIGINT');
  expect(await started.ended).toBe(0);
  await until('the server has ended', () => !isAlive(pid));
  // The refused second try is counted by its reason; neither token nor stack is in the log.
  expect(started.err()).toMatch(/^\{[^\n]*"reason":"shell:token"[^\n]*\}\n$/);
  expect(started.err()).not.toContain(link.split('=')[1]);
});

test('a server that dies is started again, with a line that says so', async () => {
  const started = start();
  await untilServed(started);
  const first = serverPid(started);
  process.kill(first, 'SIGKILL');
  await until('it is back', () => started.out().includes('Monitoring server is back'), 45_000);
  expect(started.out()).toContain('Monitoring server ended unexpectedly');
  expect(serverPid(started)).not.toBe(first);
});

test('the server ends although the console was killed', async () => {
  const started = start();
  await untilServed(started);
  const pid = serverPid(started);
  started.child.kill('SIGKILL');
  await until('the server has ended', () => !isAlive(pid));
});

test('a port in use: one line and exit code 2', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => {
    taken.listen(0, '127.0.0.1', resolve);
  });
  const { port } = taken.address() as AddressInfo;
  const started = start('--port', String(port));
  expect(await started.ended).toBe(2);
  expect(started.err()).toMatch(new RegExp(`^jikim: port ${port} [^\\n]*in use[^\\n]*\\n$`));
  expect(linkOf(started), 'a link to a console that ends at once').toBeNull();
  taken.close();
});

test('beside a console that runs on the same folder: no link, one line that says how to join its server', async () => {
  const first = start();
  await untilServed(first);
  const url = /Monitoring server: (\S+)/.exec(first.out())?.[1] ?? '';
  const second = start();
  expect(await second.ended).toBe(2);
  expect(second.err()).toMatch(oneLine('in use by another console'));
  expect(second.err()).toContain(`jikim console --server ${url})`);
  expect(linkOf(second)).toBeNull();
  expect(isAlive(serverPid(first))).toBe(true);
});

test('a data folder that cannot be written: one line and exit code 2', async () => {
  writeFileSync(`${folder.path}/file`, '');
  const started = start('--data', `${folder.path}/file`);
  expect(await started.ended).toBe(2);
  expect(started.err()).toMatch(/^jikim: the data folder cannot be written: [^\n]*\n$/);
});

test('a corrupt console database: one line and exit code 2', async () => {
  mkdirSync(`${folder.path}/console`);
  writeFileSync(`${folder.path}/console/console.db`, 'no database '.repeat(1000));
  chmodSync(`${folder.path}/console/console.db`, 0o600);
  const started = start();
  expect(await started.ended).toBe(2);
  expect(started.err()).toMatch(/^jikim: console database [^\n]*console\.db: [^\n]*\n$/);
});

test.each([
  [['--shell', 'window'], /--shell/],
  [['--port', '70000'], /--port/],
  [['--port', 'http'], /--port/],
  [['--no-such-option'], /no-such-option/],
  [['--scenario', 'no-such-scenario'], /no-such-scenario/],
])('%j cannot start: exit code 2, no stack', async (args, message) => {
  const started = start(...args);
  expect(await started.ended).toBe(2);
  expect(started.err()).toMatch(message);
  expect(started.err()).not.toMatch(/^\s+at /m);
});

test('--shell=electron where it cannot run: one line with the reason and exit code 2', async () => {
  const started = start('--shell=electron');
  if (
    (await Promise.race([started.ended, new Promise((resolve) => setTimeout(resolve, 15_000, 'running'))])) ===
    'running'
  ) {
    console.info('start: Electron runs here, so there is no refusal to see');
    return;
  }
  expect(await started.ended).toBe(2);
  expect(started.err()).toMatch(/^jikim: the Electron shell cannot run: [^\n]*\n$/);
});
