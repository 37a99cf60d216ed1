import { execFileSync } from 'node:child_process';
import { z } from 'zod';
import { inRoot } from '../../tools/root.ts';

const Devices = z.array(z.object({ deviceId: z.string(), token: z.string() }));

/** @returns the token of every device of a scenario, as the built product lists them for a data folder. */
export const tokensOf = (data: string, scenario: string): ReadonlyMap<string, string> => {
  const args = ['devices', '--json', `--scenario=${scenario}`, `--data=${data}`];
  const listed = execFileSync(process.execPath, [inRoot('dist/main/cli.js'), ...args], { encoding: 'utf8' });
  return new Map(Devices.parse(JSON.parse(listed)).map(({ deviceId, token }) => [deviceId, token]));
};
