import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { err, ok } from '../shared/domain/result.ts';
import type { Result } from '../shared/domain/result.ts';
import { exec } from './exec.ts';
import { onPath } from './onPath.ts';

const PACKAGE_COMMAND = 'apt-get update && apt-get install -y --no-install-recommends xvfb gnome-keyring dbus';

/** A display for windows that nobody looks at. */
export type Display = { readonly env: Readonly<Record<string, string>>; readonly close: () => void };

const SCREEN = '1920x1200x24';
const START_WITHIN_MS = 15_000;

const startXvfb = (program: string): Promise<Result<Display, string>> =>
  new Promise((resolve) => {
    // It chooses a free number itself and writes it to descriptor 3; nothing listens on the network.
    const server = spawn(program, ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    const close = (): void => void server.kill('SIGTERM');
    const giveUp = (): void => {
      close();
      resolve(err('Xvfb does not start'));
    };
    const timer = setTimeout(giveUp, START_WITHIN_MS);
    server.once('error', giveUp).once('exit', giveUp);
    const said = server.stdio[3];
    if (said === null || said === undefined || !('read' in said)) return giveUp();
    createInterface({ input: said }).once('line', (number) => {
      clearTimeout(timer);
      resolve(ok({ env: { DISPLAY: `:${number.trim()}` }, close }));
    });
  });

/**
 * A display of its own on Linux, so that tests take no focus from anybody; Debian's Xvfb is installed where that needs nothing but this
 * process's own rights. Other systems have theirs.
 */
export const openDisplay = async (say: (line: string) => void): Promise<Result<Display, string>> => {
  if (process.platform !== 'linux') return ok({ env: {}, close: () => undefined });
  const found = onPath('Xvfb');
  if (found !== undefined) return startXvfb(found);
  if (onPath('apt-get') === undefined) return err('there is no Xvfb here; install it');
  if (process.getuid?.() !== 0) return err(`there is no Xvfb here; run: sudo sh -c '${PACKAGE_COMMAND}'`);
  say(`set-up: no Xvfb found for Electron's windows, installing Debian's: ${PACKAGE_COMMAND}`);
  await exec('sh', ['-c', PACKAGE_COMMAND], { DEBIAN_FRONTEND: 'noninteractive' });
  const installed = onPath('Xvfb');
  return installed === undefined
    ? err(`Xvfb could not be installed; run as root: ${PACKAGE_COMMAND}`)
    : startXvfb(installed);
};
