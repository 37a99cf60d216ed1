import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { _electron, expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { z } from 'zod';
import { until } from '../e2e/harness.ts';
import { descendantsOf } from '../e2e/processes.ts';

const Installed = z.object({
  version: z.string(),
  entry: z.string(),
  launcher: z.object({ program: z.string(), uid: z.number().nullable(), unsandboxed: z.string().nullable() }),
});

/** What tools/installed.ts found; these tests run through it only (`npm test installed`). */
export const installed = Installed.parse(JSON.parse(process.env['JIKIM_INSTALLED'] ?? '{}'));

/** Lets Playwright hold Electron's start until it is connected. Without it about one start in three hangs. */
const LOADER = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
);

/** WebGL2 in software, where there is no GPU, and a speaker, where there is no sound card. */
export const FLAGS = [
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--use-fake-device-for-media-stream',
] as const;

const START_WITHIN_MS = 60_000;
const END_WITHIN_MS = 15_000;

export type Installed = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly pid: number;
  readonly output: () => string;
  /** Ids of every process that it has started, and of what those have. */
  readonly descendants: () => readonly number[];
  /** Waits until the monitoring server is up and the console's link to it stands. */
  readonly up: () => Promise<void>;
  /** Process id of the first window's page. */
  readonly pagePid: () => Promise<number>;
  /** Value of an expression in the first window's page as it is now, also after a crash. */
  readonly inWindow: (expression: string) => Promise<unknown>;
  /** Process id of the monitoring server now, as the console last said it. */
  readonly serverPid: () => number;
  /** Waits until Electron itself has ended. @returns its exit code, or the signal that ended it. */
  readonly ended: () => Promise<number | NodeJS.Signals>;
};

export type LaunchOptions = {
  readonly scenario?: string;
  /** Further arguments of the product. */
  readonly args?: readonly string[];
  /** Scripts that Electron runs before the product. */
  readonly first?: readonly string[];
  /** Further environment of the program. */
  readonly env?: Readonly<Record<string, string>>;
};

type Fixtures = {
  /** How `jikim` is started; set with `test.use({ start: { scenario: 'strap-cut' } })`. */
  readonly start: LaunchOptions;
  /** Data folder of this test; it outlives each start, so that a second one finds what the first left. */
  readonly dataDir: string;
  readonly argumentsFor: (options?: LaunchOptions) => readonly string[];
  readonly launch: (options?: LaunchOptions) => Promise<Installed>;
  readonly jikim: Installed;
};

/** Lets the user that Electron runs as own a folder and what is in it. */
export const giveToElectron = (folder: string): void => {
  const { uid } = installed.launcher;
  if (uid === null) return;
  chownSync(folder, uid, uid);
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    chownSync(join(folder, file), uid, uid);
};

/** Environment of the program started: a home of its own, because the user it runs as may have none. */
export const environment = (home: string): Record<string, string> => {
  const { DISPLAY = '', PATH = '', LANG = 'C.UTF-8' } = process.env;
  // Other systems find their own folders by their environment.
  const system = process.platform === 'linux' ? [] : Object.entries(process.env);
  const given = system.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { ...Object.fromEntries(given), DISPLAY, PATH, LANG, HOME: home, JIKIM_LOG: 'warn' };
};

export const test = base.extend<Fixtures>({
  // Playwright reads the wanted fixtures off this pattern; there are none.
  // oxlint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'jikim-installed-'));
    if (installed.launcher.uid !== null) chownSync(folder, installed.launcher.uid, installed.launcher.uid);
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  },

  argumentsFor: async ({ dataDir }, use) => {
    await use(({ scenario = 'evening', args = [], first = [] } = {}) => [
      ...[LOADER, ...first].flatMap((script) => ['-r', script]),
      ...FLAGS,
      ...(installed.launcher.unsandboxed === null ? [] : ['--no-sandbox']),
      ...[installed.entry, '--scenario', scenario, '--port', '0', '--data', join(dataDir, 'data'), ...args],
    ]);
  },

  launch: async ({ dataDir, argumentsFor }, use, info) => {
    const started: { readonly close: () => Promise<void>; readonly output: () => string }[] = [];
    await use(async (options) => {
      const app = await _electron.launch({
        executablePath: installed.launcher.program,
        args: [...argumentsFor(options)],
        chromiumSandbox: installed.launcher.unsandboxed === null,
        cwd: dataDir,
        env: { ...environment(dataDir), ...options?.env },
        timeout: START_WITHIN_MS,
      });
      const child = app.process();
      let printed = '';
      for (const stream of [child.stdout, child.stderr])
        stream?.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
      const output = (): string => printed;
      const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
      started.push({ output, close: async () => (isRunning() ? app.close() : undefined) });
      const page = await app.firstWindow({ timeout: START_WITHIN_MS });
      const pid = child.pid ?? 0;
      return {
        app,
        page,
        pid,
        output,
        up: async () => {
          await expect.poll(output, { timeout: START_WITHIN_MS }).toContain('Monitoring server: ');
          const isUp = (): Promise<string> =>
            page.evaluate("jikim.call('snapshot', null).then((snapshot) => JSON.stringify(snapshot.link))");
          await expect.poll(isUp, { timeout: START_WITHIN_MS }).toContain('"status":"up"');
        },
        pagePid: () =>
          app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().at(-1)?.webContents.getOSProcessId() ?? 0),
        inWindow: (expression) =>
          app.evaluate(
            ({ BrowserWindow }, code): Promise<unknown> | undefined =>
              BrowserWindow.getAllWindows().at(-1)?.webContents.executeJavaScript(code),
            expression,
          ),
        descendants: () => descendantsOf(pid),
        serverPid: () => Number([...printed.matchAll(/Monitoring server.*\(process (\d+)\)/g)].at(-1)?.[1]),
        ended: () =>
          until('Electron has ended', END_WITHIN_MS, () =>
            isRunning() ? null : { by: child.exitCode ?? child.signalCode },
          ).then(({ by }) => by ?? 'SIGKILL'),
      };
    });
    for (const { close } of started) await close();
    if (info.status !== info.expectedStatus)
      for (const { output } of started) await info.attach('jikim', { body: output() });
  },

  start: [{}, { option: true }],
  jikim: async ({ launch, start }, use) => use(await launch(start)),
});

export { expect };
