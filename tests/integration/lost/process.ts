import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const CLI = join(import.meta.dirname, '..', '..', '..', 'main', 'cli.ts');

/** A server that can be killed at any moment, its start included. */
export type Mortal = {
  readonly pid: number;
  /** Its port once it is ready; null where it ended before. */
  readonly ready: Promise<number | null>;
  readonly kill: () => void;
  readonly ended: Promise<number | null>;
  /** What it has said to people and logged. */
  readonly said: () => string;
};

/** `port`: 0 for a free one; `more`: further options of the command line. */
export const spawnServer = (data: string, scenario: string, port = 0, more: readonly string[] = []): Mortal => {
  const args = [CLI, 'server', '--scenario', scenario, '--data', data, '--port', String(port), ...more];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, JIKIM_LOG: 'warn' },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const line = new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  return {
    pid: child.pid ?? 0,
    ready: Promise.race([
      line.then((text) => (JSON.parse(text) as { readonly port: number }).port), // the server's own ready line
      ended.then(() => null),
    ]),
    kill: () => void child.kill('SIGKILL'),
    ended,
    said: () => said,
  };
};
