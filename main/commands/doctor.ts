import type { Command } from 'commander';
import { dataDir } from '../files/dataDir.ts';
import { fail } from '../files/fail.ts';
import { projectRoot } from '../files/root.ts';
import { examine } from '../shells/doctor/examine.ts';
import { lineOf } from '../shells/doctor/finding.ts';

type Options = { readonly json?: true; readonly data?: string; readonly port: string };

const action = async ({ json, data, port }: Options): Promise<void> => {
  const asked = Number(port);
  if (!Number.isInteger(asked) || asked < 0 || asked > 65_535) return fail('--port: a number from 0 to 65535');
  const { findings, shells } = await examine({ root: projectRoot(), data: dataDir(data), port: asked });
  const able = shells.electron || shells.browser;
  if (json) process.stdout.write(`${JSON.stringify({ ok: able, shells, checks: findings })}\n`);
  else process.stdout.write(findings.map((finding) => `${lineOf(finding)}\n`).join(''));
  process.exitCode = able ? 0 : 1;
};

export const register = (program: Command): void => {
  program
    .command('doctor')
    .description(
      'look at everything the console needs, one line each with the mend; exit 1 if it could run in no shell',
    )
    .option('--json', 'print one JSON object')
    .option('--data <dir>', 'data folder to look at')
    .option('--port <number>', 'port of the monitoring server to look at, 0 = any', '0')
    .action(action);
};
