import { spawn } from 'node:child_process';
import { delimiter } from 'node:path';
import { inRoot, ROOT } from './root.ts';

/** What a finished child left behind. `code` is 1 when a signal ended it. */
export type Finished = { readonly code: number; readonly output: string };

/** The checkout's own tools come first on the PATH, the Node 24 among them, however this tool was started. */
export const toolPath = (): string => `${inRoot('node_modules', '.bin')}${delimiter}${process.env['PATH'] ?? ''}`;

/**
 * Runs a command in the checkout and collects what it prints.
 * @param onLine called with every whole line as it comes, to show progress.
 */
export const exec = (
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  onLine: (line: string) => void = () => {},
): Promise<Finished> =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      // Tools of npm are command files there, which Windows starts through its shell only.
      shell: process.platform === 'win32',
      // What is collected is read from a file or a log as often as from a terminal.
      env: { ...process.env, PATH: toolPath(), NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let rest = '';
    const take = (chunk: string): void => {
      output += chunk;
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', (error) => resolve({ code: 1, output: `${output}${error.message}\n` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
