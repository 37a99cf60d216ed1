import type { Command } from '../../../shared/domain/incidents/commands.ts';
import type { Link } from '../link/link.ts';
import type { DiskWatch } from '../store/disk.ts';
import type { Delivery } from './outbox.ts';

/**
 * One attempt to land a command. Only an answer that judges the command itself takes it out of the queue; `serverStore` is told whether
 * the server could keep it.
 */
export const deliver = async (
  link: Pick<Link, 'call'>,
  serverStore: Pick<DiskWatch, 'worked' | 'failed'>,
  command: Command,
): Promise<Delivery> => {
  const answer = await link.call('command', command);
  if (!answer.ok) return { outcome: 'later' };
  if (answer.value.ok) {
    serverStore.worked();
    return { outcome: 'landed' };
  }
  const refusal = answer.value.error;
  if (refusal.reason === 'not-signed-in') return { outcome: 'later' };
  if (refusal.reason === 'store-failed') {
    serverStore.failed();
    return { outcome: 'later' };
  }
  serverStore.worked();
  return { outcome: 'refused', refusal };
};
