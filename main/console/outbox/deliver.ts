import type { Command } from '../../../shared/domain/incidents/commands.ts';
import type { Link } from '../link/link.ts';
import type { DiskWatch } from '../store/disk.ts';
import type { Delivery } from './outbox.ts';

/**
 * One attempt to land a command. What says nothing of the command itself, silence, a session or a store that is not there, leaves it waiting; `serverStore` is told whether
 * the server could keep it.
 */
export const deliver = async (
  link: Pick<Link, 'call'>,
  serverStore: Pick<DiskWatch, 'worked' | 'failed'>,
  command: Command,
): Promise<Delivery> => {
  const answer = await link.call('command', command);
  if (!answer.ok) {
    // Asked again the server would answer the same: whoever gave it decides.
    return answer.error === 'malformed'
      ? { outcome: 'refused', refusal: { reason: 'unreadable' } }
      : { outcome: 'later' };
  }
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
