import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** A command of the command line as it runs. */
export type Started = {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Settles with the exit code when the process has ended. */
  readonly ended: Promise<number | null>;
};

const running = new Set<Started>();

/** Runs `jikim` from source with these arguments; `killAll` ends what is left of it. */
export const runCli = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Started => {
  const child = spawn(process.execPath, ['main/cli.ts', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const started: Started = {
    child,
    out: () => out,
    err: () => err,
    ended: new Promise((resolve) => child.once('close', resolve)),
  };
  running.add(started);
  return started;
};

/** Ends every command that a test has left running, and waits until it has ended. */
export const killAll = async (): Promise<void> => {
  for (const { child } of running) child.kill('SIGKILL');
  await Promise.all([...running].map(({ ended }) => ended));
  running.clear();
};

/** The newest one-time link that it has printed; null where it has printed none. */
export const linkOf = ({ out }: Started): string | null =>
  [...out().matchAll(/http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]+/g)].at(-1)?.[0] ?? null;

/** Everything on stderr is one line for a person that contains `text`. */
export const oneLine = (text: string): RegExp => new RegExp(`^jikim: [^\\n]*${text}[^\\n]*\\n$`);
