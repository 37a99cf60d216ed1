import { utilityProcess } from 'electron';
import type { SpawnChild } from '../server/child.ts';
import { splitLines } from '../server/lines.ts';

/** Its end is told of at the latest after this, though what it has printed may not have been read to its end. */
const READ_WITHIN_MS = 1000;

const untilRead = (stream: NodeJS.ReadableStream | null): Promise<void> =>
  new Promise((resolve) => {
    if (stream === null) return resolve();
    stream.once('close', () => resolve());
    stream.resume();
    setTimeout(resolve, READ_WITHIN_MS);
  });

/**
 * Starts the server as a utility process. Not as a Node child with ELECTRON_RUN_AS_NODE: that needs the `runAsNode` fuse,
 * which lets anybody run code under this application's name and is therefore off in what we ship (tools/packaging/fuses.ts).
 * A utility process ends with Electron, so it needs no pipe to notice that its parent is gone.
 */
export const spawnUtilityChild =
  (entry: string): SpawnChild =>
  (args, env) => {
    const child = utilityProcess.fork(entry, [...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      serviceName: 'Jikim monitoring server',
      env: { ...process.env, ...env },
    });
    return {
      get pid() {
        return child.pid;
      },
      onLine: (listener) => child.stdout?.on('data', splitLines(listener)),
      onErrorLine: (listener) => child.stderr?.on('data', splitLines(listener)),
      // Electron tells of the end before the last lines are read, and those say why it ended.
      onExit: (listener) =>
        void child.once('exit', (code) => {
          void Promise.all([child.stdout, child.stderr].map(untilRead)).then(() => listener(code));
        }),
      kill: (signal) => {
        if (signal === 'SIGTERM') child.kill();
        // A utility process can be asked to end only; what does not listen is ended by its id.
        else if (child.pid !== undefined) process.kill(child.pid, signal);
      },
    };
  };
