import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { DISPATCHER, signIn } from '../e2e/flow.ts';
import { until } from '../e2e/harness.ts';
import { descendantsOf } from '../e2e/processes.ts';
import { connectTo } from './debugged.ts';
import { expect, installed, test } from './fixtures.ts';
import { farSocketsOf, openRecordingProxy } from './recordingProxy.ts';

/*
 * No request leaves the machine at start. Electron is started without Playwright's loader, which would switch off what Chromium asks for by
 * itself, and driven over its debugging port.
 */

/** How long the kernel's list of sockets is looked at after the sign-in, and how often. */
const LOOK_MS = 20_000;
const LOOK_EVERY_MS = 250;

type Seen = { readonly asked: readonly string[]; readonly far: readonly string[] };

/** Starts, signs in, lets the scenario run, and tells what was asked of whom. `planted`: with a script that asks on purpose. */
const whatIsAsked = async (
  dataDir: string,
  argumentsFor: () => readonly string[],
  { planted }: { readonly planted: boolean },
): Promise<Seen> => {
  const proxy = await openRecordingProxy();
  const far = new Set<string>();
  const plain = argumentsFor().slice(2); // without the loader
  const args = planted ? ['-r', `${import.meta.dirname}/plant.cjs`, ...plain] : plain;
  const { DISPLAY = '', PATH = '' } = process.env;
  const child = spawn(installed.launcher.program, [...args, ...proxy.args, '--remote-debugging-port=0'], {
    cwd: dataDir,
    env: { DISPLAY, PATH, HOME: dataDir, JIKIM_LOG: 'warn' },
  });
  const pid = child.pid ?? 0;
  const look = setInterval(() => {
    for (const socket of farSocketsOf([pid, ...descendantsOf(pid)])) far.add(socket);
  }, LOOK_EVERY_MS);
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
  const ended = once(child, 'exit');
  try {
    const endpoint = (): string => /DevTools listening on (ws:\S+)/.exec(printed)?.[1] ?? '';
    await until('the debugging port', 60_000, () => endpoint() !== '');
    await until('the server', 60_000, () => printed.includes('Monitoring server: '));
    const driver = await connectTo(endpoint());
    const pages = () => driver.contexts().flatMap((context) => context.pages());
    await until('the window', 60_000, () => pages().length > 0);
    const [page] = pages();
    if (page === undefined) throw new Error('no window');
    await expect(page.getByLabel('아이디')).toBeVisible({ timeout: 90_000 });
    await signIn(page, DISPATCHER);
    const end = performance.now() + LOOK_MS;
    await until('the scenario’s first seconds have gone by', LOOK_MS * 2, () => performance.now() > end);
    await driver.close();
  } finally {
    clearInterval(look);
    child.kill('SIGTERM');
    await ended;
    proxy.close();
  }
  return { asked: proxy.asked, far: [...far] };
};

test('start, sign-in and the evening’s first seconds ask nobody outside of this machine for anything', async ({
  dataDir,
  argumentsFor,
}) => {
  test.setTimeout(300_000);
  const { asked, far } = await whatIsAsked(dataDir, argumentsFor, { planted: false });
  expect(asked, 'through the proxy').toEqual([]);
  expect(far, 'past it').toEqual([]);
});

test('the same start with planted requests is caught, through the proxy and past it @long', async ({
  dataDir,
  argumentsFor,
}) => {
  test.setTimeout(300_000);
  const { asked, far } = await whatIsAsked(dataDir, argumentsFor, { planted: true });
  expect(asked.join(' ')).toContain('planted.invalid');
  expect(far).toEqual([expect.stringContaining('010200C0:0009')]);
});
