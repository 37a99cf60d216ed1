import type { Command } from '../../../shared/domain/incidents/commands.ts';
import type { Link } from '../link/link.ts';
import type { Delivery } from './outbox.ts';

/** One attempt to land a command. What says nothing of the command itself, silence, a session or a store that is not there, leaves it waiting. */
export const deliver = async (link: Pick<Link, 'call'>, command: Command): Promise<Delivery> => {
  const answer = await link.call('command', command);
  if (!answer.ok) {
    // Asked again the server would answer the same: whoever gave it decides.
    return answer.error === 'malformed'
      ? { outcome: 'refused', refusal: { reason: 'unreadable' } }
      : { outcome: 'later' };
  }
  if (answer.value.ok) return { outcome: 'landed' };
  const refusal = answer.value.error;
  if (refusal.reason === 'not-signed-in' || refusal.reason === 'store-failed') return { outcome: 'later' };
  return { outcome: 'refused', refusal };
};
