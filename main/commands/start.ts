import type { Command } from 'commander';
import { fail } from '../files/fail.ts';
import { openConsole } from '../shells/openConsole.ts';
import { parseStartOptions, withStartOptions } from '../shells/options.ts';

const action = async (given: unknown): Promise<void> => {
  const start = parseStartOptions(given);
  if (typeof start === 'string') return fail(start);
  const played = start.server.kind === 'own' ? ` (scenario ${start.server.scenario})` : '';
  await openConsole(start, [
    `Jikim: people, orders, patrols and positions are simulated${played}; nothing on the screen is real.`,
    'Demo accounts: dispatcher1, supervisor1, trainer1; their passwords are in assets/accounts.yaml.',
  ]);
};

export const register = (program: Command): void => {
  withStartOptions(program.command('start').description('start the monitoring server and open the console')).action(
    action,
  );
};
