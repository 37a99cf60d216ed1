import type { CommandBody } from '../../../shared/domain/incidents/commands.ts';
import type { Log } from '../../files/log.ts';
import type { Counters } from './counters.ts';

/** Counts and logs what the core could not do. Only names of errors go into the log: their texts may tell of people. */
export const createFailures = ({ count }: Counters, log: Log) => {
  const told =
    (reason: string, line: string) =>
    (thrown: unknown): void => {
      count(reason);
      log.error({ error: thrown instanceof Error ? thrown.name : 'unknown' }, line);
    };
  return {
    onStoreFailure: told('store-failed', 'the store refused a write'),
    onCommandFailure: (kind: CommandBody['kind'], thrown: unknown): void => {
      count('command-failed');
      log.error(
        { command: kind, error: thrown instanceof Error ? thrown.name : 'unknown' },
        'a command could not be decided',
      );
    },
    onOrderFailure: told('order-failed', 'an order could not be watched over'),
  };
};
