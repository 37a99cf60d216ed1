import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export type Running = {
  readonly pid: number;
  /** The first line of its stdout that `find` made something of. */
  readonly found: string;
  readonly stop: () => Promise<void>;
};

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const patience = setTimeout(() => child.kill('SIGKILL'), 10_000);
  child.kill('SIGINT');
  await ended;
  clearTimeout(patience);
};

/**
 * Starts Node with these arguments, and `env` beside the environment of this process, and waits for the line that says it is ready.
 * @throws Error when it ends first, with its last words, or says nothing within 45 s.
 */
export const startNode = async (
  args: readonly string[],
  find: (line: string) => string | undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<Running> => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let last = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    last = chunk.trim().split('\n').at(-1) ?? last;
  });
  const lines = createInterface({ input: child.stdout });
  const found = await new Promise<string>((resolve, reject) => {
    const patience = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${args[0] ?? 'node'} was not ready within 45 s: ${last}`));
    }, 45_000);
    lines.on('line', (line) => {
      const match = find(line);
      if (match === undefined) return;
      clearTimeout(patience);
      resolve(match);
    });
    child.once('exit', (code) => {
      clearTimeout(patience);
      reject(new Error(`${args[0] ?? 'node'} ended with ${String(code)}: ${last}`));
    });
  });
  return { pid: child.pid ?? 0, found, stop: () => end(child) };
};

/**
 * Runs Node with these arguments to its end.
 * @returns what it printed.
 * @throws Error with its last words when it ends badly.
 */
export const runNode = async (args: readonly string[]): Promise<string> => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  let last = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    last = /^.*Error.*$/m.exec(chunk)?.[0] ?? last;
  });
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`${args[0] ?? 'node'} ended with ${String(child.exitCode)}: ${last}`);
  return printed;
};
