import { join } from 'node:path';
import type { Command } from 'commander';
import { dataDir, serverDir, writableDir } from '../files/dataDir.ts';
import { fail } from '../files/fail.ts';
import { loadPolicy } from '../files/policy.ts';
import { projectRoot } from '../files/root.ts';
import { readRunning } from '../files/running.ts';
import { readScenario } from '../files/scenarios.ts';
import { deviceToken } from '../monitoring/doors/tokens.ts';
import { createSimulator } from '../monitoring/simulator/simulator.ts';
import { loadSecret, readSecret } from '../monitoring/store/sqlite/secret.ts';
import { loadStreets } from '../monitoring/streets/load.ts';
import { watchDevices } from './devices/watch.ts';
import { whole } from './wholeNumber.ts';

/** Where `jikim server` listens unless it is told otherwise. */
const DEFAULT_PORT = 7112;

type Options = {
  readonly data?: string;
  readonly scenario?: string;
  readonly seed?: number;
  readonly json?: true;
  readonly watch?: true;
  readonly server?: string;
};

const watch = async ({ data, server: asked }: Options): Promise<void> => {
  const folder = serverDir(dataDir(data), 'live');
  const server = asked ?? `http://127.0.0.1:${readRunning(folder)?.port ?? DEFAULT_PORT}`;
  if (!URL.canParse(server)) return fail(`--server: not an address: ${server}`);
  const { devices: key } = readSecret(folder);
  fail(await watchDevices(server, key, (line) => process.stdout.write(`${line}\n`)));
};

const list = (options: Options): void => {
  const policy = loadPolicy();
  const data = dataDir(options.data);
  const running = options.scenario === undefined ? readRunning(serverDir(data, 'live')) : null;
  const scenario = readScenario(options.scenario ?? running?.scenario ?? 'evening');
  if (!scenario.ok) return fail(scenario.error);
  const streets = loadStreets({ root: projectRoot(), dataDir: data, policy });
  if (!streets.ok) return fail(streets.error);
  const seed = options.seed ?? running?.seed ?? scenario.value.seed;
  const { setup } = createSimulator({
    scenario: scenario.value,
    seed,
    streets: streets.value,
    policy,
    start_ms: Date.now(),
  });
  const { devices: key } = loadSecret(writableDir(join(serverDir(data, 'live'))));
  const devices = setup.people.map(({ deviceId, id: personId, role }) => ({
    deviceId,
    personId,
    role,
    token: deviceToken(key, deviceId),
  }));
  // `jikim devices | head` closes the pipe early: that is an end, not a fault.
  process.stdout.on('error', () => process.exit(0));
  if (options.json === true) process.stdout.write(`${JSON.stringify(devices)}\n`);
  else {
    // Not among the devices, so that `jikim devices | awk …` reads on.
    process.stderr.write(
      `devices of scenario ${scenario.value.name}; with another --scenario a server has other people\n`,
    );
    for (const d of devices) process.stdout.write(`${d.deviceId}  ${d.personId}  ${d.role}  ${d.token}\n`);
  }
};

/** `jikim devices`: the ids and tokens that real devices sign their positions with; `--watch`: what becomes of what they send. */
export const register = (program: Command): void => {
  program
    .command('devices')
    .description('list device ids, whose they are and their tokens; or watch what becomes of their messages')
    .option('--data <folder>', 'data folder')
    .option('--scenario <name>', 'scenario by name or file; that of the running server by default, else evening')
    .option('--seed <number>', "seed of the scenario's background", whole(0, 0x7fff_ffff))
    .option('--json', 'as JSON')
    .option('--watch', 'say of each message to a running server on this machine what became of it')
    .option(
      '--server <url>',
      'with --watch: address of the monitoring server; the one running on the data folder by default',
    )
    .action((options: Options) => (options.watch === true ? watch(options) : list(options)));
};
