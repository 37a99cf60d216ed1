import type { Command } from '../../../shared/domain/incidents/commands.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { ProvisionalLease, ServerCallResult } from '../../../shared/protocol/messages.ts';
import type { Link } from '../link/link.ts';
import { deliver } from '../outbox/deliver.ts';
import type { Delivery } from '../outbox/outbox.ts';
import type { Page, PageFailure } from '../record/record.ts';
import type { NewsAnswer } from '../witness/state.ts';

/** What a desk's parts ask the server, each answer in the asker's own terms. */
export type Questions = {
  readonly fetchPage: (since: number) => Promise<Result<Page, PageFailure>>;
  readonly fetchNews: (since: number) => Promise<NewsAnswer>;
  readonly deliver: (command: Command, age_ms: number) => Promise<Delivery>;
  readonly handInAccess: (leases: readonly ProvisionalLease[]) => Promise<ServerCallResult<'provisionalAccess'> | null>;
};

export const createQuestions = (link: Link): Questions => ({
  fetchPage: async (since) => {
    const answer = await link.call('catchUp', { since });
    if (!answer.ok) return err('later');
    if (answer.value.ok) return ok(answer.value.value);
    return err(answer.value.error.reason === 'not-allowed' ? 'not-allowed' : 'later');
  },
  fetchNews: async (since) => {
    const asking = link.call('head', { since });
    const isLaterAnswered = link.watchLaterAnswers();
    const answer = await asking;
    // A console that is behind finds its questions timed out while their answers wait to be read: that is no silence of the server's.
    if (!answer.ok) return err(answer.error === 'malformed' || isLaterAnswered() ? 'unheard' : 'later');
    if (answer.value.ok) return ok(answer.value.value);
    switch (answer.value.error.reason) {
      case 'store-failed':
        return err('cannot-store');
      case 'not-allowed':
        return err('not-allowed');
      default:
        return err('later');
    }
  },
  handInAccess: async (leases) => {
    const answer = await link.call('provisionalAccess', { leases });
    return answer.ok ? answer.value : null;
  },
  deliver: (command, age_ms) => {
    const { clockOffset_ms } = link.view();
    const measured = clockOffset_ms === null ? {} : { clockOffset_ms: Math.round(clockOffset_ms) };
    const issuedAt_ms = Math.max(0, link.serverNow() - age_ms);
    return deliver(link, { ...command, ...measured, age_ms, issuedAt_ms });
  },
});
