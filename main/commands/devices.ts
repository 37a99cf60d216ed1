import { join } from 'node:path';
import type { Command } from 'commander';
import { dataDir, writableDir } from '../files/dataDir.ts';
import { fail } from '../files/fail.ts';
import { loadPolicy } from '../files/policy.ts';
import { projectRoot } from '../files/root.ts';
import { readScenario } from '../files/scenarios.ts';
import { deviceToken } from '../monitoring/ingest/tokens.ts';
import { serverDir } from '../monitoring/serve.ts';
import { createSimulator } from '../monitoring/simulator/simulator.ts';
import { loadSecret } from '../monitoring/store/secret.ts';
import { loadStreets } from '../monitoring/streets/load.ts';
import { whole } from './wholeNumber.ts';

type Options = { readonly data?: string; readonly scenario: string; readonly seed?: number; readonly json?: true };

const run = (options: Options): void => {
  const policy = loadPolicy();
  const scenario = readScenario(options.scenario);
  if (!scenario.ok) return fail(scenario.error);
  const data = dataDir(options.data);
  const streets = loadStreets({ root: projectRoot(), dataDir: data, policy });
  if (!streets.ok) return fail(streets.error);
  const seed = options.seed ?? scenario.value.seed;
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
  if (options.json === true) process.stdout.write(`${JSON.stringify(devices)}\n`);
  else for (const d of devices) process.stdout.write(`${d.deviceId}  ${d.personId}  ${d.role}  ${d.token}\n`);
};

/** `jikim devices`: the ids and tokens that real devices sign their positions with. */
export const register = (program: Command): void => {
  program
    .command('devices')
    .description('list device ids, whose they are and their tokens')
    .option('--data <folder>', 'data folder')
    .option('--scenario <name>', 'scenario by name or file', 'evening')
    .option('--seed <number>', "seed of the scenario's background", whole(0, 0x7fff_ffff))
    .option('--json', 'as JSON')
    .action(run);
};
