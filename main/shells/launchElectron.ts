import { spawn } from 'node:child_process';
import type { StartOptions } from './options.ts';

/** An Electron that ends with an error this early never showed a window: libraries or its sandbox are missing. */
const EARLY_MS = 10_000;

/** Could not start for a reason that holds for every shell; Electron's entry has said it. */
const CANNOT_START = 2;

/**
 * Runs Electron with the console's entry until its last window closes, then ends this process with its exit code.
 * @returns why not, when it could not show a window.
 */
export const runElectron = async (binary: string, entry: string, start: StartOptions): Promise<string | null> => {
  const startedAt_ms = performance.now();
  const { server } = start;
  const serverArgs =
    server.kind === 'own' ? ['--scenario', server.scenario, '--port', String(server.port)] : ['--server', server.url];
  const args = [entry, ...serverArgs, '--map', start.map];
  const child = spawn(binary, start.data === undefined ? args : [...args, '--data', start.data], { stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass).on('SIGHUP', pass);
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (status) => resolve(status));
  });
  process.off('SIGINT', pass).off('SIGTERM', pass).off('SIGHUP', pass);
  const early = performance.now() - startedAt_ms < EARLY_MS;
  if (code !== null && code !== 0 && code !== CANNOT_START && early) {
    return `Electron could not show a window (exit code ${code})`;
  }
  process.exit(code ?? 0);
};
