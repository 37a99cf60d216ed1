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
  /**
   * The last signed head, with the proof that it extends the tree of size `since`; refused while the store takes no head, or has kept one
   * waiting for a second: an old head told as the newest would look like one that is withheld.
   */
  readonly since: (size: number) => Result<LogNews, Refusal>;
};

/** A head that has waited for so many heartbeats waits for a disk that is slow. */
const BEATS_OF_A_SLOW_DISK = 4;

export const createHeads = (log: SignedLog, onStoreFailure: (thrown: unknown) => void): Heads => {
  /** False from a head that could not be stored on, until one could. */
  let canSign = true;
  let isWaiting = false;
  let beatsWaited = 0;
  return {
    sign: (tell) => {
      beatsWaited = isWaiting ? beatsWaited + 1 : 0;
      if (isWaiting) return;
      isWaiting = true;
      log.sign((signed) => {
        isWaiting = false;
        beatsWaited = 0;
        canSign = signed.ok;
        if (!signed.ok) onStoreFailure(signed.error);
        else if (signed.value !== null) tell(signed.value);
      });
    },
    since: (size) =>
      canSign && beatsWaited < BEATS_OF_A_SLOW_DISK ? ok(log.news(size)) : err({ reason: 'store-failed' }),
  };
};
