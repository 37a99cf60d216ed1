import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ScenarioInfo, ShellInfo } from '../../shared/api/contract.ts';
import { systemTimers } from '../console/clock.ts';
import { createConsole } from '../console/console.ts';
import type { ConsoleProcess } from '../console/console.ts';
import type { SaveFile } from '../console/handlers.ts';
import type { Keyring } from '../console/store/key.ts';
import { writableDir } from '../files/dataDir.ts';
import { fail } from '../files/fail.ts';
import { createLog } from '../files/log.ts';
import { logFileIn, openLogFile } from '../files/logFile.ts';
import { keptOfLine } from '../files/logLine.ts';
import { loadPolicy } from '../files/policy.ts';
import type { Log } from '../files/log.ts';
import type { SpawnChild } from './server/child.ts';
import type { NotReady, Ready } from './server/ready.ts';
import { superviseServer } from './server/supervise.ts';
import { spawnTrainingServer } from './server/training.ts';

export type HostOptions = {
  readonly data: string;
  readonly scenario: string;
  /** Port of the monitoring server; 0 = a free one. */
  readonly port: number;
  readonly shell: ShellInfo;
  readonly spawnChild: SpawnChild;
  readonly saveFile: SaveFile | null;
  /** Where the system keeps secrets; null where it has no such place. */
  readonly keyring: Keyring | null;
  readonly scenarios: () => Promise<readonly ScenarioInfo[]>;
  /** Seconds since anybody touched this machine; null where the shell cannot tell. */
  readonly systemIdle_s: () => number | null;
  /** A line for the person at the terminal. */
  readonly say: (line: string) => void;
};

export type Host = {
  readonly console: ConsoleProcess;
  readonly log: Log;
  /** Settles when the monitoring server is ready, or could not start; never when it was stopped before either. */
  readonly server: Promise<Ready | NotReady>;
  /** Ends everything in order: a server that ends from here on is no crash, then the link and the stores close, then the server ends. */
  readonly stop: () => Promise<void>;
};

const FOR_PEOPLE = 'jikim: ';

/** What both shells stand on: the monitoring server in a process of its own, looked after, and the console that dials it. */
export const openHost = (options: HostOptions): Host => {
  const { data, say, spawnChild } = options;
  const folder = writableDir(data, 'console');
  const file = openLogFile(logFileIn(data));
  const log = createLog('console', file.write);
  const pass = (line: string): void => {
    // What a server says to people before it ends is said by whoever started it.
    if (line.startsWith(FOR_PEOPLE)) return;
    process.stderr.write(`${line}\n`);
    file.write(keptOfLine(line));
  };
  const server = superviseServer(
    spawnChild,
    (port) => [
      'server',
      ...['--mode', 'live', '--scenario', options.scenario],
      ...['--port', String(port ?? options.port), '--data', data],
    ],
    {
      onErrorLine: pass,
      onRestarted: (ready: Ready) => {
        say(`Monitoring server is back (process ${ready.pid}).`);
        if (opened.ok) opened.value.restarted('server');
      },
      onDied: (code, delay_ms) =>
        say(`Monitoring server ended unexpectedly (${code ?? 'killed'}); starting it again in ${delay_ms / 1000} s.`),
    },
  );
  let stopped: Promise<void> | null = null;
  const url = new Promise<string>((resolve) => {
    void server.first.then((started) => {
      if (!started.ready) return;
      say(`Monitoring server: http://127.0.0.1:${started.port} (process ${started.pid})`);
      resolve(`http://127.0.0.1:${started.port}`);
    });
  });
  const opened = createConsole({
    url,
    folder,
    keyring: options.keyring,
    shell: options.shell,
    clock: { now: () => Date.now() },
    timers: systemTimers,
    newId: (prefix) => `${prefix}-${randomUUID()}`,
    newToken: () => randomBytes(32).toString('base64url'),
    spawnTrainingServer: spawnTrainingServer(spawnChild, data, pass),
    scenarios: options.scenarios,
    saveFile: options.saveFile,
    policy: loadPolicy().console,
    systemIdle_s: options.systemIdle_s,
    log,
  });
  if (!opened.ok)
    return fail(`${opened.error} (move the file away, or choose another folder with --data)`, 'store-damaged');
  const stop = async (): Promise<void> => {
    server.expectEnd();
    try {
      await opened.value.close();
    } finally {
      await server.stop();
    }
  };
  return {
    console: opened.value,
    log,
    server: new Promise((resolve) => {
      void server.first.then((started) => {
        if (stopped === null) resolve(started);
      });
    }),
    stop: () => (stopped ??= stop()),
  };
};

/** Ends the process with the server's own reason when it could not start. */
export const failNotReady = (result: NotReady): never =>
  fail(result.line ?? `the monitoring server could not start (exit code ${result.code ?? 'unknown'})`, result.reason);

/** Folder of the built renderer. */
export const rendererFolder = (root: string): string => join(root, 'dist', 'renderer');
