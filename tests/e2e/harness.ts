import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { inRoot } from '../../tools/root.ts';
import { freePort } from './ports.ts';
import { childrenOf } from './processes.ts';

export type JikimOptions = {
  readonly scenario?: string;
  /** Kept after stop(); without one a folder of its own is made and removed. */
  readonly dataDir?: string;
  /** Further arguments of `jikim start`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

export type Jikim = {
  /** The one-time link; it works for one browser. */
  readonly link: string;
  readonly serverPort: number;
  readonly dataDir: string;
  readonly pid: number;
  /** Process id of the monitoring server now; it changes when the server was started again. Null while none runs. */
  readonly serverPid: () => number | null;
  /** All it has printed so far, for a failing test's message. */
  readonly output: () => string;
  /** Ends it and everything it started, and waits until it has ended. */
  readonly stop: () => Promise<void>;
};

const START_LIMIT_MS = 45_000;
const STOP_LIMIT_MS = 10_000;
const LINK = /http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]+/;

/**
 * Waits for a condition, looking every 50 ms.
 * @throws Error with `what` when it does not come true in time.
 */
export const until = async <T>(
  what: string,
  limit_ms: number,
  look: () => T | null | undefined | false,
): Promise<T> => {
  const deadline = performance.now() + limit_ms;
  for (;;) {
    const seen = look();
    if (seen !== null && seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`not within ${limit_ms / 1000} s: ${what}`);
    await delay(50);
  }
};

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const end = async (child: ChildProcess): Promise<void> => {
  if (hasEnded(child)) return;
  child.kill('SIGINT');
  try {
    await until('jikim ends after SIGINT', STOP_LIMIT_MS, () => hasEnded(child));
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
};

/** A console of a server that it has not started. */
export type Shell = Omit<Jikim, 'serverPort'>;

/** Runs a command of the built product that opens a console in the browser shell, and waits for its link. */
const launch = async (command: readonly string[], options: JikimOptions): Promise<Shell> => {
  const entry = inRoot('dist/main/cli.js');
  if (!existsSync(entry)) throw new Error('dist/main/cli.js is not there; run: npm run build');
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'jikim-e2e-'));
  const child = spawn(
    process.execPath,
    [entry, ...command, '--shell=browser', '--no-open', `--data=${dataDir}`, ...(options.args ?? [])],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } },
  );
  let printed = '';
  const take = (chunk: string): void => {
    printed += chunk;
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);

  const stop = async (): Promise<void> => {
    try {
      await end(child);
    } finally {
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    }
  };
  try {
    const link = await until('the one-time link', START_LIMIT_MS, () => {
      if (hasEnded(child))
        throw new Error(`jikim ${command.join(' ')} ended with ${String(child.exitCode ?? child.signalCode)}`);
      return LINK.exec(printed)?.[0];
    });
    const pid = child.pid ?? 0;
    return {
      link,
      dataDir,
      pid,
      serverPid: () => childrenOf(pid, ' server ')[0] ?? null,
      output: () => printed,
      stop,
    };
  } catch (error) {
    await stop().catch(() => undefined);
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n--- it printed:\n${printed}`, {
      cause: error,
    });
  }
};

/**
 * Starts the built product in the browser shell, as `npm start` does, on free ports and a data folder of its own.
 * @throws Error with everything it printed when the link does not appear within 45 s.
 */
export const startJikim = async (options: JikimOptions = {}): Promise<Jikim> => {
  const serverPort = await freePort();
  const command = ['start', `--port=${serverPort}`, `--scenario=${options.scenario ?? 'evening'}`];
  return { ...(await launch(command, options)), serverPort };
};

/**
 * Another desk of a server that runs already, with a data folder of its own.
 * @throws Error as above.
 */
export const joinJikim = (server: string, options: Omit<JikimOptions, 'scenario'> = {}): Promise<Shell> =>
  launch(['console', `--server=${server}`], options);
