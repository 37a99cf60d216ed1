import type { Command } from '../../../shared/domain/incidents/commands.ts';
import type { Link } from '../link/link.ts';
import type { Delivery } from './outbox.ts';

/** One attempt to land a command. Only an answer that judges the command itself takes it out of the queue. */
export const deliver = async (link: Pick<Link, 'call'>, command: Command): Promise<Delivery> => {
  const answer = await link.call('command', command);
  if (!answer.ok) return { outcome: 'later' };
  if (answer.value.ok) return { outcome: 'landed' };
  const refusal = answer.value.error;
  if (refusal.reason === 'not-signed-in' || refusal.reason === 'store-failed') return { outcome: 'later' };
  return { outcome: 'refused', refusal };
};
