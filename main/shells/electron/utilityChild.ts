import { utilityProcess } from 'electron';
import type { SpawnChild } from '../server/child.ts';
import { splitLines } from '../server/lines.ts';

type Hear = (chunk: Buffer | string) => void;

/** Its end is told of at the latest after this, though what it has printed may not have been read to its end. */
const READ_WITHIN_MS = 1000;

/** Reads what is left in a pipe whose process has ended. */
const readRest = (stream: NodeJS.ReadableStream | null, hearers: readonly Hear[]): Promise<void> =>
  new Promise((resolve) => {
    if (stream === null) return resolve();
    const done = (): void => resolve();
    for (const hear of hearers) stream.on('data', hear);
    stream.once('end', done).once('close', done);
    setTimeout(done, READ_WITHIN_MS);
  });

/**
 * Starts the server as a utility process. Not as a Node child with ELECTRON_RUN_AS_NODE: that needs the `runAsNode` fuse,
 * which lets anybody run code under this application's name and is therefore off in what we ship (electron-builder.yml).
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
    const { stdout, stderr } = child;
    const hearOut: Hear[] = [];
    const hearError: Hear[] = [];
    stdout?.on('data', (chunk: Buffer) => hearOut.forEach((hear) => hear(chunk)));
    stderr?.on('data', (chunk: Buffer) => hearError.forEach((hear) => hear(chunk)));
    // Electron takes all listeners off the pipes as it tells of the end, and the last lines, which say why it ended, may not be read yet.
    const end = new Promise<number>((resolve) => {
      child.once('exit', (code) =>
        queueMicrotask(() => {
          void Promise.all([readRest(stdout, hearOut), readRest(stderr, hearError)]).then(() => resolve(code));
        }),
      );
    });
    return {
      get pid() {
        return child.pid;
      },
      onLine: (listener) => void hearOut.push(splitLines(listener)),
      onErrorLine: (listener) => void hearError.push(splitLines(listener)),
      onExit: (listener) => void end.then(listener),
      kill: (signal) => {
        if (signal === 'SIGTERM') child.kill();
        // A utility process can be asked to end only; what does not listen is ended by its id.
        else if (child.pid !== undefined) process.kill(child.pid, signal);
      },
    };
  };
