import { resolve } from 'node:path';
import type { Command } from 'commander';
import { dataDir, serverDir, storeFile } from '../files/dataDir.ts';
import { fail } from '../files/fail.ts';
import { readScenario } from '../files/scenarios.ts';
import { backUp } from '../monitoring/store/sqlite/backup/backup.ts';
import { readSecret } from '../monitoring/store/sqlite/secret.ts';

type Options = { readonly data?: string; readonly scenario: string };

const run = (folder: string, options: Options): void => {
  const read = readScenario(options.scenario);
  if (!read.ok) return fail(read.error);
  const scenario = read.value.name;
  const server = serverDir(dataDir(options.data), 'live');
  const secret = readSecret(server);
  const source = storeFile(server, 'live', scenario);
  const done = backUp(source, resolve(folder), { scenario, secret, now_ms: Date.now() });
  if (!done.ok) return fail(done.error);
  const { size, logId, signedHead } = done.value;
  process.stdout.write(
    `backup written    ${resolve(folder)}\nentries           ${size}, signed up to ${signedHead?.head.size ?? 0}\nlog               ${logId}\n`,
  );
};

/** `jikim backup DIR`: a verified copy of the record, made while the server runs. */
export const register = (program: Command): void => {
  program
    .command('backup')
    .description(
      'copy the record of a running server into an empty folder and verify the copy; no key of an incident in it',
    )
    .argument('<folder>', 'new or empty folder')
    .option('--data <folder>', 'data folder')
    .option('--scenario <name>', 'scenario by name or file', 'evening')
    .action(run);
};
