import type { Refusal } from '../../../shared/domain/incidents/commands.ts';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { LogNews } from '../../../shared/protocol/messages.ts';
import type { SignedLog } from '../ports/incidentRecord.ts';

/** Heads of the log, as they are told at the pace of the heartbeat. */
export type Heads = {
  /**
   * Signs a head for what has been recorded since the last, and tells it; nothing is told where nothing has, where the store refuses, or
   * while an earlier one still waits for the disk.
   */
  readonly sign: (tell: (news: LogNews) => void) => void;
  /** The last signed head, with the proof that it extends the tree of size `since`; refused while the store takes no head. */
  readonly since: (size: number) => Result<LogNews, Refusal>;
};

export const createHeads = (log: SignedLog, onStoreFailure: (thrown: unknown) => void): Heads => {
  /** False from a head that could not be stored on, until one could. */
  let canSign = true;
  let isWaiting = false;
  return {
    sign: (tell) => {
      if (isWaiting) return;
      isWaiting = true;
      log.sign((signed) => {
        isWaiting = false;
        canSign = signed.ok;
        if (!signed.ok) onStoreFailure(signed.error);
        else if (signed.value !== null) tell(signed.value);
      });
    },
    since: (size) => (canSign ? ok(log.news(size)) : err({ reason: 'store-failed' })),
  };
};
