import type { Command } from 'commander';
import { fail } from '../files/fail.ts';
import { openConsole } from '../shells/openConsole.ts';
import { parseStartOptions, withJoinOptions } from '../shells/options.ts';

const action = async (given: unknown): Promise<void> => {
  const start = parseStartOptions(given);
  if (typeof start === 'string') return fail(start);
  await openConsole(start, []);
};

/** `jikim console`: another desk of a monitoring server that runs already. */
export const register = (program: Command): void => {
  withJoinOptions(
    program.command('console').description('open a console that joins a monitoring server which runs already'),
  ).action(action);
};
