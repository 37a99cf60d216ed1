import { spawn } from 'node:child_process';
import { SERVER_NODE_ENV, SERVER_NODE_FLAGS } from '../../files/memory.ts';
import { splitLines } from './lines.ts';
import type { SpawnChild } from './child.ts';

/**
 * Starts the server as a child of a plain Node process: the same entry file, run by the same Node. Its stdin is a pipe that
 * closes with this process, so that it ends with us even if we are killed.
 */
export const spawnNodeChild =
  (entry: string): SpawnChild =>
  (args, env) => {
    const child = spawn(process.execPath, [...SERVER_NODE_FLAGS, entry, ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...SERVER_NODE_ENV, ...env, JIKIM_EXIT_WITH_PARENT: '1' },
    });
    return {
      get pid() {
        return child.pid;
      },
      onLine: (listener) => child.stdout.on('data', splitLines(listener)),
      onErrorLine: (listener) => child.stderr.on('data', splitLines(listener)),
      onExit: (listener) => {
        child.once('error', () => listener(null));
        child.once('close', (code) => listener(code));
      },
      kill: (signal) => child.kill(signal),
    };
  };
