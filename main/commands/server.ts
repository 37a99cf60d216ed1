import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { Mode } from '../../shared/domain/operators.ts';
import { dataDir, serverDir } from '../files/dataDir.ts';
import { fail, reasonOf, tellFailuresAlso } from '../files/fail.ts';
import { createLog } from '../files/log.ts';
import { keepHeapSmall } from '../files/memory.ts';
import { loadPolicy } from '../files/policy.ts';
import { projectRoot } from '../files/root.ts';
import { noteRunning } from '../files/running.ts';
import { readScenario, scenarioFile } from '../files/scenarios.ts';
import { parseNetwork } from '../monitoring/metrics/readers.ts';
import type { Network } from '../monitoring/metrics/readers.ts';
import { serve } from '../monitoring/serve.ts';
import { loadStreets } from '../monitoring/streets/load.ts';
import { whole } from './wholeNumber.ts';

type Options = {
  readonly scenario: string;
  readonly port: number;
  readonly host: string;
  readonly data?: string;
  readonly policy?: string;
  readonly mode: string;
  readonly seed?: number;
  readonly metricsFor: readonly Network[];
};

const networks = (text: string, before: readonly Network[]): readonly Network[] => {
  const network = parseNetwork(text);
  if (!network.ok) throw new InvalidArgumentError(network.error); // commander's own way to be told
  return [...before, network.value];
};

/** Ends with whoever started it, even where that one is killed and cannot say goodbye: its end of the pipe closes. */
const exitWithParent = (close: () => void): void => {
  if (process.env['JIKIM_EXIT_WITH_PARENT'] !== '1') return;
  process.stdin.on('end', close);
  process.stdin.on('close', close);
  process.stdin.on('error', close);
  process.stdin.resume();
};

/** What a process ends with that cannot go on, for whoever starts it again (sysexits: EX_SOFTWARE). */
const EXIT_BUG = 70;

const run = async (options: Options): Promise<void> => {
  keepHeapSmall();
  tellFailuresAlso((_line, reason) => void process.stdout.write(`${JSON.stringify({ ready: false, reason })}\n`));
  const mode = Mode.parse(options.mode); // one of the option's choices
  const policy = loadPolicy(options.policy);
  const scenario = readScenario(options.scenario);
  if (!scenario.ok) return fail(scenario.error);
  const data = dataDir(options.data);
  const streets = loadStreets({ root: projectRoot(), dataDir: data, policy });
  if (!streets.ok) return fail(streets.error);
  const seed = options.seed ?? scenario.value.seed;
  const log = createLog('server');
  // A bug that no part has kept to itself may have left anything half done. Whoever started this server starts it again, and every desk says so;
  // only the error's name is told, since its text may tell of people.
  process.on('uncaughtException', (thrown: unknown) => {
    log.error({ error: thrown instanceof Error ? thrown.name : 'unknown' }, 'unexpected: the server ends');
    process.exit(EXIT_BUG);
  });
  const served = await serve({
    ...{ mode, policy, host: options.host, port: options.port, dataDir: data },
    scenario: scenario.value,
    ...{ seed, streets: streets.value, log },
    trainerSession: process.env['JIKIM_TRAINER_SESSION'] ?? null,
    metricsFor: options.metricsFor,
  }).catch((thrown: unknown) => fail(`the server could not start: ${reasonOf(thrown)}`));
  const removeNote = ((): (() => void) => {
    try {
      const file = scenarioFile(options.scenario) ?? options.scenario;
      return noteRunning(serverDir(data, mode), { port: served.port, scenario: file, seed });
    } catch (thrown) {
      log.warn({ error: thrown instanceof Error ? thrown.name : 'unknown' }, 'commands need --server to find this one');
      return () => undefined;
    }
  })();
  let closing = false;
  const close = (): void => {
    if (closing) return;
    closing = true;
    removeNote();
    void served.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
  exitWithParent(close);
  process.stdout.write(`${JSON.stringify({ ready: true, port: served.port, mode, pid: process.pid })}\n`);
};

/** `jikim server`: the monitoring server, with a scenario's people and its simulator. */
export const register = (program: Command): void => {
  program
    .command('server')
    .description('start the monitoring server; prints one line of JSON when it is ready, or why it is not')
    .option('--scenario <name>', 'scenario by name or file', 'evening')
    .option('--port <number>', 'port, 0 for a free one', whole(0, 65_535), 7112)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--data <folder>', 'data folder')
    .option('--policy <file>', 'policy file; assets/policy.yaml by default')
    .addOption(new Option('--mode <mode>', 'live or training').choices(Mode.options).default('live'))
    .option(
      '--metrics-for <network>',
      'who else may read /metrics: an address or a network; may be repeated',
      networks,
      [],
    )
    .option('--seed <number>', "seed of the simulator; the scenario's own by default", whole(0, 0x7fff_ffff))
    .action(run);
};
