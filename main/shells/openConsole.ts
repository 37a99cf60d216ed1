import { join } from 'node:path';
import { fail } from '../files/fail.ts';
import { projectRoot } from '../files/root.ts';
import { runBrowserShell } from './browser/run.ts';
import { ensureBuilt } from './built.ts';
import { electronBinary, noWindowHere, thisEnvironment } from './electronBinary.ts';
import { runElectron } from './launchElectron.ts';
import { startDataDir } from './options.ts';
import type { StartOptions } from './options.ts';
import { readScenarioInfos } from './scenarios.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Runs Electron when it is wanted and able. @returns why not, when the browser shell is to step in. */
const tryElectron = async (root: string, start: StartOptions): Promise<string | null> => {
  if (start.shell === 'browser') return 'it was asked for (--shell=browser)';
  const environment = thisEnvironment();
  const hindrance = noWindowHere(environment);
  if (hindrance !== null) return hindrance;
  const binary = electronBinary(root, environment, say);
  return binary.ok ? runElectron(binary.value, join(root, 'dist', 'main', 'electron.js'), start) : binary.error;
};

/** Opens a console in the shell that was asked for, else in Electron where it can run, and runs it until it is told to end. */
export const openConsole = async (start: StartOptions, greeting: readonly string[]): Promise<void> => {
  process.env['JIKIM_LOG'] ??= 'warn';
  const root = projectRoot();
  ensureBuilt(root);
  for (const line of greeting) say(line);
  const reason = await tryElectron(root, start);
  if (reason === null) return;
  if (start.shell === 'electron') return fail(`the Electron shell cannot run: ${reason}`);
  say(`Browser shell, because ${reason}.`);
  const entry = process.argv[1] ?? fail('started without a file to run');
  await runBrowserShell({ root, data: startDataDir(start), entry, start, scenarios: readScenarioInfos, say });
};
