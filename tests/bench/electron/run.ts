import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { openDisplay } from '../../../tools/display.ts';
import { findElectron, shippedElectron, versionLine } from '../../../tools/electron.ts';
import { installedEntry } from '../../../tools/installedApp.ts';
import { inRoot } from '../../../tools/root.ts';
import { launcherFor } from '../../../tools/sandbox.ts';

/** WebGL2 in software, where there is no GPU. */
const FLAGS = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'] as const;
const READY_WITHIN_MS = 60_000;
const END_WITHIN_MS = 15_000;

export type RunningElectron = {
  readonly pid: number;
  /** Wall clock in milliseconds just before it was started. */
  readonly spawnedAt_ms: number;
  /** The first match in what it printed. Throws Error when it ends first or it does not come within a minute. */
  readonly said: (words: RegExp) => Promise<RegExpExecArray>;
  /** Ends it in order. */
  readonly stop: () => Promise<void>;
};

export type ElectronBench = {
  readonly version: string;
  readonly product: (...args: readonly string[]) => RunningElectron;
  readonly emptyWindow: (...args: readonly string[]) => RunningElectron;
};

/**
 * Runs `work` with the built product and an empty window, each to be started in the same Electron on the same display, with the sandbox on.
 * @throws Error with one line where there is none of them here.
 */
export const withElectron = async <T>(work: (bench: ElectronBench) => Promise<T>): Promise<T> => {
  const quiet = (): void => {};
  const found = await findElectron(quiet);
  if (!found.ok) throw new Error(found.error);
  const display = await openDisplay(quiet);
  if (!display.ok) throw new Error(display.error);
  const { binary, version } = found.value;
  const entry = await installedEntry(version);
  const launcher = await launcherFor(binary, entry);
  const folders: string[] = [];

  const launch = (args: readonly string[]): RunningElectron => {
    const home = mkdtempSync(join(tmpdir(), 'jikim-bench-'));
    folders.push(home);
    chmodSync(home, 0o700);
    if (launcher.uid !== null) chownSync(home, launcher.uid, launcher.uid);
    const { PATH = '', LANG = 'C.UTF-8' } = process.env;
    const given = args.map((each) => each.replace('$HOME', home));
    const spawnedAt_ms = Date.now();
    const child = spawn(
      launcher.program,
      [...(launcher.unsandboxed === null ? [] : ['--no-sandbox']), ...FLAGS, ...given],
      { cwd: home, env: { PATH, LANG, HOME: home, ...display.value.env }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const lines: string[] = [];
    const heard = new Set<() => void>();
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        heard.forEach((look) => look());
      });
    const ended = once(child, 'exit');
    return {
      pid: child.pid ?? 0,
      spawnedAt_ms,
      said: (words) =>
        new Promise((resolve, reject) => {
          const fail = (why: string): void => {
            clearTimeout(patience);
            reject(new Error(`Electron ${why}: ${lines.at(-1) ?? 'it said nothing'}`));
          };
          const patience = setTimeout(() => fail('was not ready within a minute'), READY_WITHIN_MS);
          const look = (): void => {
            const match = lines.map((line) => words.exec(line)).find((each) => each !== null);
            if (match === undefined || match === null) return;
            clearTimeout(patience);
            heard.delete(look);
            resolve(match);
          };
          heard.add(look);
          void ended.then(() => fail('ended'));
          look();
        }),
      stop: async () => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const patience = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
        child.kill('SIGTERM');
        await ended;
        clearTimeout(patience);
      },
    };
  };

  try {
    return await work({
      version: versionLine(version, shippedElectron()),
      // Electron's own arguments stand before the file, the product's after it.
      product: (...args) => launch([...args, entry, '--scenario', 'evening', '--port', '0', '--data', '$HOME/data']),
      emptyWindow: (...args) =>
        launch([...args, '--user-data-dir=$HOME/profile', inRoot('tests/bench/electron/emptyWindow/main.js')]),
    });
  } finally {
    display.value.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    if (launcher.program !== binary) rmSync(dirname(launcher.program), { recursive: true, force: true });
  }
};
