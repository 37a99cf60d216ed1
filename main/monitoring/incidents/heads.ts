import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { LogNews } from '../../../shared/protocol/messages.ts';
import type { SignedLog } from '../ports/incidentRecord.ts';
import type { Attempt } from '../store/attempt.ts';

/** Heads of the log, as they are told at the pace of the heartbeat. */
export type Heads = {
  /** Signs a head for what has been recorded since the last; null where nothing has, or the store refuses. */
  readonly sign: () => LogNews | null;
  /** The last signed head, with the proof that it extends the tree of size `since`; refused while the store takes no head. */
  readonly since: (size: number) => Result<LogNews, Refusal>;
};

export const createHeads = (log: SignedLog, attempt: Attempt): Heads => {
  /** False from a head that could not be stored on, until one could. */
  let canSign = true;
  return {
    sign: () =>
      attempt(() => {
        canSign = false;
        const news = log.sign();
        canSign = true;
        return news;
      }),
    since: (size) => (canSign ? ok(log.news(size)) : err({ reason: 'store-failed' })),
  };
};
