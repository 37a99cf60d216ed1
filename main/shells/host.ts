import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { ScenarioInfo, ShellInfo } from '../../shared/api/contract.ts';
import { systemClock, systemTimers } from '../console/clock.ts';
import { createConsole } from '../console/console.ts';
import type { ConsoleProcess } from '../console/console.ts';
import type { SaveFile } from '../console/handlers.ts';
import { dialSocketIo } from '../console/link/socketIo.ts';
import type { Keyring } from '../console/store/key.ts';
import { tryLockConsoleFolder } from '../console/store/lock.ts';
import { serverDir, writableDir } from '../files/dataDir.ts';
import { fail, orFail } from '../files/fail.ts';
import { createLog } from '../files/log.ts';
import { logFileIn, openLogFile } from '../files/logFile.ts';
import { keptOfLine } from '../files/logLine.ts';
import { loadPolicy } from '../files/policy.ts';
import type { Log } from '../files/log.ts';
import { joinInstead } from '../files/running.ts';
import type { ServerChoice } from './options.ts';
import type { SpawnChild } from './server/child.ts';
import type { NotReady, Ready } from './server/ready.ts';
import { superviseServer } from './server/supervise.ts';
import { spawnTrainingServer } from './server/training.ts';

export type HostOptions = {
  readonly data: string;
  readonly server: ServerChoice;
  readonly shell: ShellInfo;
  readonly spawnChild: SpawnChild;
  readonly saveFile: SaveFile | null;
  /** Where the system keeps secrets; null where it has no such place. */
  readonly keyring: Keyring | null;
  readonly scenarios: () => Promise<readonly ScenarioInfo[]>;
  /** Seconds since anybody touched this machine; null where the shell cannot tell. */
  readonly systemIdle_s: () => number | null;
  /** The shell lets no page sound. */
  readonly isMuted: () => boolean;
  /** A line for the person at the terminal. */
  readonly say: (line: string) => void;
};

export type Host = {
  readonly console: ConsoleProcess;
  readonly log: Log;
  /** Null once there is a server to dial, or why the own one could not start; never settles when it was stopped before either. */
  readonly server: Promise<NotReady | null>;
  /**
   * Ends everything in order: an own server that ends from here on is no crash, then the link and the stores close, then that server
   * ends. A server that was joined goes on.
   */
  readonly stop: () => Promise<void>;
};

const FOR_PEOPLE = 'jikim: ';

/** The server that the console works with, whoever runs it. */
type Server = {
  readonly url: Promise<string>;
  readonly first: Host['server'];
  readonly expectEnd: () => void;
  readonly stop: () => Promise<void>;
};

/** One that runs already: it is dialled and nothing else, and whoever started it looks after it. */
const runningServer = (url: string, say: HostOptions['say']): Server => {
  say(`Joining the monitoring server at ${url}; ending this console leaves it running.`);
  return {
    url: Promise.resolve(url),
    first: Promise.resolve(null),
    expectEnd: () => undefined,
    stop: () => Promise.resolve(),
  };
};

type OwnServerOptions = Pick<HostOptions, 'data' | 'say' | 'spawnChild'> & {
  readonly choice: Extract<ServerChoice, { kind: 'own' }>;
  readonly onErrorLine: (line: string) => void;
  readonly onRestarted: () => void;
};

/** One of its own, in a process of its own, looked after. */
const ownServer = ({ data, say, spawnChild, choice, onErrorLine, onRestarted }: OwnServerOptions): Server => {
  const { first, expectEnd, stop } = superviseServer(
    spawnChild,
    (port) => [
      'server',
      ...['--mode', 'live', '--scenario', choice.scenario],
      ...['--port', String(port ?? choice.port), '--data', data],
    ],
    {
      onErrorLine,
      onRestarted: (ready: Ready) => {
        say(`Monitoring server is back (process ${ready.pid}).`);
        onRestarted();
      },
      onDied: (code, delay_ms) =>
        say(`Monitoring server ended unexpectedly (${code ?? 'killed'}); starting it again in ${delay_ms / 1000} s.`),
    },
  );
  const url = new Promise<string>((resolve) => {
    void first.then((started) => {
      if (!started.ready) return;
      say(`Monitoring server: http://127.0.0.1:${started.port} (process ${started.pid})`);
      resolve(`http://127.0.0.1:${started.port}`);
    });
  });
  return { url, first: first.then((started) => (started.ready ? null : started)), expectEnd, stop };
};

/** Ends the process, with one line, where another console runs on this one's folder. */
export const failFolderInUse = (folder: string, data: string, { kind }: ServerChoice): never => {
  const instead =
    kind === 'own' ? joinInstead(serverDir(data, 'live')) : 'each desk needs its own: choose another with --data';
  return fail(`the data folder is in use by another console: ${folder} (${instead})`, 'console-folder-in-use');
};

/** What both shells stand on: the monitoring server, and the console that dials it. */
export const openHost = (options: HostOptions): Host => {
  const { data, say, spawnChild } = options;
  const folder = writableDir(data, 'console');
  // Before a server is started or anything is read: whoever holds the folder may be writing to it.
  const unlock =
    orFail(() => tryLockConsoleFolder(folder), `the data folder cannot be used: ${folder}`, 'folder-unusable') ??
    failFolderInUse(folder, data, options.server);
  const file = openLogFile(logFileIn(data));
  const log = createLog('console', file.write);
  const pass = (line: string): void => {
    // What a server says to people before it ends is said by whoever started it.
    if (line.startsWith(FOR_PEOPLE)) return;
    process.stderr.write(`${line}\n`);
    file.write(keptOfLine(line));
  };
  const server =
    options.server.kind === 'running'
      ? runningServer(options.server.url, say)
      : ownServer({
          data,
          say,
          spawnChild,
          choice: options.server,
          onErrorLine: pass,
          onRestarted: () => {
            if (opened.ok) opened.value.restarted('server');
          },
        });
  let stopped: Promise<void> | null = null;
  const opened = createConsole({
    url: server.url,
    dial: dialSocketIo,
    folder,
    keyring: options.keyring,
    shell: options.shell,
    clock: systemClock,
    timers: systemTimers,
    newId: (prefix) => `${prefix}-${randomUUID()}`,
    newToken: () => randomBytes(32).toString('base64url'),
    spawnTrainingServer: spawnTrainingServer(spawnChild, data, pass),
    scenarios: options.scenarios,
    saveFile: options.saveFile,
    policy: loadPolicy().console,
    systemIdle_s: options.systemIdle_s,
    isMuted: options.isMuted,
    log,
  });
  if (!opened.ok)
    return fail(`${opened.error} (move the file away, or choose another folder with --data)`, 'store-damaged');
  const stop = async (): Promise<void> => {
    server.expectEnd();
    try {
      await opened.value.close();
      unlock();
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
