import { join } from 'node:path';
import type { Command } from 'commander';
import { dataDir } from '../files/dataDir.ts';
import { fail } from '../files/fail.ts';
import { projectRoot } from '../files/root.ts';
import { runBrowserShell } from '../shells/browser/run.ts';
import { ensureBuilt } from '../shells/built.ts';
import { electronBinary, noWindowHere, thisEnvironment } from '../shells/electronBinary.ts';
import { runElectron } from '../shells/launchElectron.ts';
import { parseStartOptions, withStartOptions } from '../shells/options.ts';
import { readScenarioInfos } from '../shells/scenarios.ts';
import type { StartOptions } from '../shells/options.ts';

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

const action = async (given: unknown): Promise<void> => {
  const start = parseStartOptions(given);
  if (typeof start === 'string') return fail(start);
  process.env['JIKIM_LOG'] ??= 'warn';
  const root = projectRoot();
  ensureBuilt(root);
  say(
    `Jikim: people, orders, patrols and positions are simulated (scenario ${start.scenario}); nothing on the screen is real.`,
  );
  say('Demo accounts: dispatcher1, supervisor1, trainer1; their passwords are in assets/accounts.yaml.');
  const reason = await tryElectron(root, start);
  if (reason === null) return;
  if (start.shell === 'electron') return fail(`the Electron shell cannot run: ${reason}`);
  say(`Browser shell, because ${reason}.`);
  const entry = process.argv[1] ?? fail('started without a file to run');
  await runBrowserShell({ root, data: dataDir(start.data), entry, start, scenarios: readScenarioInfos, say });
};

export const register = (program: Command): void => {
  withStartOptions(program.command('start').description('start the monitoring server and open the console')).action(
    action,
  );
};
