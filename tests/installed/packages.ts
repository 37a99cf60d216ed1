import { spawn } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { until } from '../e2e/harness.ts';
import { exec } from '../../tools/exec.ts';
import { inRoot } from '../../tools/root.ts';
import { launcherFor } from '../../tools/sandbox.ts';
import { connectTo } from './debugged.ts';
import { environment, FLAGS } from './fixtures.ts';

/** A package on this disk; every path is absolute. */
export type Packaged = {
  readonly folder: string;
  readonly binary: string;
  readonly resources: string;
  readonly archive: string;
};

export type StartOptions = {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Another copy of the package's binary. */
  readonly binary?: string;
};

export type Started = {
  readonly pid: number;
  readonly output: () => string;
  /** Waits until it has ended. @returns its exit code, or the signal that ended it. */
  readonly ended: () => Promise<number | NodeJS.Signals>;
};

type Fixtures = {
  readonly dataDir: string;
  /** Starts a package with a data folder of this test. What still runs at the test's end is ended. */
  readonly start: (of: Packaged, options?: StartOptions) => Promise<Started>;
  /** Starts a test build with its debugging port open. @returns its first page. */
  readonly open: (of: Packaged, options?: StartOptions) => Promise<{ readonly page: Page; readonly started: Started }>;
};

type WorkerFixtures = {
  /** As it is shipped, but for the Electron that could be had. */
  readonly plain: Packaged;
  /** The same, marked as a test build when it was bundled. */
  readonly marked: Packaged;
};

const PACKAGE_WITHIN_MS = 300_000;
const START_WITHIN_MS = 60_000;
const END_WITHIN_MS = 20_000;

const WHERE: Readonly<Partial<Record<NodeJS.Platform, readonly [folder: string, binary: string, resources: string]>>> =
  {
    linux: ['linux-unpacked', 'jikim', 'resources'],
    win32: ['win-unpacked', 'Jikim.exe', 'resources'],
    darwin: [
      process.arch === 'arm64' ? 'mac-arm64' : 'mac',
      'Jikim.app/Contents/MacOS/Jikim',
      'Jikim.app/Contents/Resources',
    ],
  };

/** Packages the built product into `out/NAME`, unless it lies there already. */
const packaged = async (name: string, ...more: readonly string[]): Promise<Packaged> => {
  const made = await exec('node', ['tools/package.ts', '--to', `out/${name}`, '--if-stale', ...more]);
  expect(made.code, made.output).toBe(0);
  const where = WHERE[process.platform];
  if (where === undefined) throw new Error(`no package is made for ${process.platform}`);
  const folder = inRoot('out', name, where[0]);
  const resources = join(folder, where[2]);
  return { folder, binary: join(folder, where[1]), resources, archive: join(resources, 'app.asar') };
};

export const test = base.extend<Fixtures, WorkerFixtures>({
  // Playwright reads the wanted fixtures off these patterns; there are none.
  // oxlint-disable-next-line no-empty-pattern
  plain: [async ({}, use) => use(await packaged('test-plain')), { scope: 'worker', timeout: PACKAGE_WITHIN_MS }],
  marked: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => use(await packaged('test-marked', '--test-build')),
    { scope: 'worker', timeout: PACKAGE_WITHIN_MS },
  ],

  // oxlint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'jikim-package-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  },

  start: async ({ dataDir }, use, info) => {
    const ends: (() => Promise<unknown>)[] = [];
    const outputs: (() => string)[] = [];
    await use(async (of, { args = [], env = {}, binary = of.binary } = {}) => {
      const launcher = await launcherFor(binary, of.archive);
      test.skip(launcher.unsandboxed !== null, `no sandbox here: ${launcher.unsandboxed}`);
      if (launcher.uid !== null) chownSync(dataDir, launcher.uid, launcher.uid);
      const child = spawn(launcher.program, [...FLAGS, '--port', '0', '--data', join(dataDir, 'data'), ...args], {
        cwd: dataDir,
        env: { ...environment(dataDir), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let printed = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
      const output = (): string => printed;
      const ended = async (): Promise<number | NodeJS.Signals> => {
        const { by } = await until('the package has ended', END_WITHIN_MS, () => {
          const by = child.exitCode ?? child.signalCode;
          return by === null ? null : { by };
        });
        return by;
      };
      outputs.push(output);
      ends.push(async () => {
        if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
        await ended().catch(() => child.kill('SIGKILL'));
        if (launcher.program !== binary) rmSync(dirname(launcher.program), { recursive: true, force: true });
      });
      return { pid: child.pid ?? 0, output, ended };
    });
    for (const end of ends) await end();
    if (info.status !== info.expectedStatus)
      for (const output of outputs) await info.attach('package', { body: output() });
  },

  open: async ({ start }, use) => {
    const browsers: { readonly close: () => Promise<void> }[] = [];
    await use(async (of, options = {}) => {
      const args = ['--remote-debugging-port=0', ...(options.args ?? [])];
      const started = await start(of, { ...options, args });
      const address = await until(
        'it has opened its debugging port',
        START_WITHIN_MS,
        () => /DevTools listening on (ws:\S+)/.exec(started.output())?.[1],
      );
      const browser = await connectTo(address);
      browsers.push(browser);
      const context = browser.contexts()[0];
      if (context === undefined) throw new Error('its debugging port shows no page');
      const page = context.pages()[0] ?? (await context.waitForEvent('page'));
      return { page, started };
    });
    for (const browser of browsers) await browser.close();
  },
});

/** The Debian package beside an unpacked application; null where none was made. */
export const debOf = ({ folder }: Packaged): string | null => {
  const file = readdirSync(dirname(folder)).find((name) => name.endsWith('.deb'));
  return file === undefined ? null : join(dirname(folder), file);
};

export { expect };
