import type { CommandBody } from '../../shared/domain/incidents/commands.ts';

/** What the page has handed over since the test began. */
export const sent: CommandBody[] = [];

/*
 * Stands in for what hands commands to the console process:
 * `vi.mock('…/renderer/stores/actions.ts', () => import('…/builders/sentCommands.ts'))`.
 */

/** Takes every command, as a console does that has room on its disk. */
export const sendCommand = (body: CommandBody): Promise<boolean> => {
  sent.push(body);
  return Promise.resolve(true);
};

export const dismissRefusal = (): Promise<void> => Promise.resolve();
export const giveAgain = (): Promise<void> => Promise.resolve();
