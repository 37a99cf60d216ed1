import { setTimeout as sleep } from 'node:timers/promises';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { LANGUAGES } from '../../shared/domain/languages.ts';
import { dataDir } from '../files/dataDir.ts';
import { fail } from '../files/fail.ts';
import { loadPolicy } from '../files/policy.ts';
import { projectRoot } from '../files/root.ts';
import { listScenarios, readScenario } from '../files/scenarios.ts';
import { runHeadless } from '../monitoring/simulator/headless.ts';
import { loadStreets } from '../monitoring/streets/load.ts';
import { entryLine, summaryLine } from './scenario/readable.ts';
import { summariser } from './scenario/summary.ts';

type RunOptions = {
  readonly seed?: number;
  readonly speed: number | 'max';
  readonly json?: true;
  readonly data?: string;
};

const MAX_SEED = 0x7fff_ffff;

const seedOf = (text: string): number => {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > MAX_SEED) throw new InvalidArgumentError(`a whole number from 0 to ${MAX_SEED}`);
  return seed;
};

const speedOf = (text: string): number | 'max' => {
  const speed = Number(text);
  if (text === 'max') return text;
  if (!(speed > 0 && speed <= 1000)) throw new InvalidArgumentError('max, or a number above 0 and up to 1000');
  return speed;
};

const list = (options: { readonly json?: true }): void => {
  const scenarios = listScenarios();
  if (!scenarios.ok) return fail(scenarios.error);
  for (const info of scenarios.value) {
    const title = LANGUAGES.map((language) => info.title[language]).join(' / ');
    const line = `${info.name.padEnd(14)} ${String(Math.round(info.duration_s / 60)).padStart(3)} min  ${title}`;
    process.stdout.write(`${options.json === true ? JSON.stringify(info) : line}\n`);
  }
};

const check = (file: string): void => {
  const scenario = readScenario(file);
  if (!scenario.ok) return fail(scenario.error);
  const { name, people, orders, units, events } = scenario.value;
  const counts = `${people.length} people, ${orders.length} orders, ${units.length} units, ${events.length} events`;
  process.stdout.write(`${name}: fits (${counts})\n`);
};

const run = async (name: string, options: RunOptions): Promise<void> => {
  const scenario = readScenario(name);
  if (!scenario.ok) return fail(scenario.error);
  const policy = loadPolicy();
  // Without --data the bundled axes, so that the same file and seed give the same record on every machine.
  const folder = options.data === undefined ? null : dataDir(options.data);
  const streets = loadStreets({ root: projectRoot(), dataDir: folder, policy });
  if (!streets.ok) return fail(streets.error);
  const seed = options.seed ?? scenario.value.seed;
  const json = options.json === true;
  const { add, summary } = summariser(scenario.value, seed);
  const { speed } = options;
  // `jikim scenario run … | head` closes the pipe early: that is an end, not a fault.
  process.stdout.on('error', () => process.exit(0));
  await runHeadless({
    scenario: scenario.value,
    seed,
    policy,
    streets: streets.value,
    onEntries: (entries) => {
      for (const entry of entries) {
        add(entry);
        process.stdout.write(`${json ? JSON.stringify(entry) : entryLine(entry, scenario.value.start_ms)}\n`);
      }
    },
    pace: speed === 'max' ? () => Promise.resolve() : () => sleep(1000 / speed),
  });
  process.stdout.write(`${json ? JSON.stringify({ summary: summary() }) : summaryLine(summary())}\n`);
};

/** `jikim scenario list | run | check`: scenarios on the server's own code, without a console. */
export const register = (program: Command): void => {
  const scenario = program.command('scenario').description('list, check and run scenarios without a console');
  scenario
    .command('list')
    .description('scenarios that come with the product')
    .option('--json', 'one JSON object a line')
    .action(list);
  scenario
    .command('check')
    .description('check a scenario file: exit 0, or one line with file, line and field and exit 2')
    .argument('<file>', 'a file, or the name of a bundled scenario')
    .action(check);
  scenario
    .command('run')
    .description('play a scenario to its end and print the record; no coordinate is printed')
    .argument('<name>', 'name of a bundled scenario, or a file')
    .option('--seed <number>', "seed instead of the scenario's own", seedOf)
    .option('--speed <factor>', 'times real time, or max', speedOf, 'max')
    .option('--json', 'one JSON object a line: entries, then {"summary": …}')
    .option('--data <dir>', 'data folder whose imported streets are to be used')
    .action(run);
};
