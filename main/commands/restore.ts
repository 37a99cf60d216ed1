import { resolve } from 'node:path';
import type { Command } from 'commander';
import { dataDir, serverDir, storeFile, writableDir } from '../files/dataDir.ts';
import { fail, reasonOf } from '../files/fail.ts';
import { readScenario } from '../files/scenarios.ts';
import { restore } from '../monitoring/store/sqlite/backup/restore.ts';
import type { Restored } from '../monitoring/store/sqlite/backup/restore.ts';
import { lockFolder } from '../monitoring/store/sqlite/database.ts';
import { readSecret } from '../monitoring/store/sqlite/secret.ts';

type Options = { readonly data?: string; readonly scenario: string };

const UNREAD =
  'The store that was there cannot be read: incidents that it deleted in its last second may have their positions back.';

const LAST_FIXES =
  'The last known places could not be taken out of the store that is kept aside: remove it when it is needed no more.';

const describe = ({ manifest, aside, deletionsRead, lastFixesGone }: Restored): string =>
  [
    `restored          ${manifest.size} entries, as of ${new Date(manifest.at_ms).toISOString()}`,
    `kept aside        ${aside ?? 'nothing: there was no store'}`,
    ...(deletionsRead ? [] : [UNREAD]),
    ...(lastFixesGone ? [] : [LAST_FIXES]),
    'Start the server: it records the restore, and consoles that know later entries will say so.',
    '',
  ].join('\n');

const run = (folder: string, options: Options): void => {
  const read = readScenario(options.scenario);
  if (!read.ok) return fail(read.error);
  const scenario = read.value.name;
  const server = writableDir(serverDir(dataDir(options.data), 'live'));
  const unlock = lockFolder(server);
  const secret = readSecret(server);
  try {
    const done = restore(storeFile(server, 'live', scenario), resolve(folder), {
      scenario,
      secret,
      now_ms: Date.now(),
    });
    if (!done.ok) return fail(done.error);
    process.stdout.write(describe(done.value));
  } catch (thrown) {
    return fail(`the backup cannot be restored: ${reasonOf(thrown)}`);
  } finally {
    unlock();
  }
};

/** `jikim restore DIR`: puts a backup in the place of the record, with the server stopped. */
export const register = (program: Command): void => {
  program
    .command('restore')
    .description(
      'put a backup in the place of the record, whose server must not run; the record that was there is kept aside',
    )
    .argument('<folder>', 'folder of the backup')
    .option('--data <folder>', 'data folder')
    .option('--scenario <name>', 'scenario by name or file', 'evening')
    .action(run);
};
