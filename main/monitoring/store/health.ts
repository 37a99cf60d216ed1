import type { StoreHealth } from '../../../shared/protocol/messages.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { RecordPort } from '../ports/record.ts';

/** Whether commits come through, as it is seen where they are handed to the store. */
export type StoreWatch = {
  readonly health: () => { readonly state: 'working' } | Omit<Extract<StoreHealth, { state: 'refusing' }>, 'waiting'>;
  /** True while writes are refused, and where nothing was written for so long that nobody can know: whoever writes something small finds out. */
  readonly isProbeDue: () => boolean;
};

/** The same commit, watched over. Durations are taken on a clock that never jumps; `now` only stamps when it began. */
export const watchStore = (given: {
  readonly commit: RecordPort['commit'];
  readonly policy: Pick<Policy, 'record'>;
  readonly now: () => number;
  readonly elapsed_ms: () => number;
}): StoreWatch & { readonly commit: RecordPort['commit'] } => {
  const { now, elapsed_ms } = given;
  const { provisionalAfter_s, probeEvery_s } = given.policy.record;
  let refusedSince_ms: number | null = null;
  let underWay: { readonly began_ms: number; readonly beganAt_ms: number } | null = null;
  let answered_ms = Number.NEGATIVE_INFINITY;

  return {
    commit: (commit, done) => {
      const beganAt_ms = now();
      underWay = { began_ms: elapsed_ms(), beganAt_ms };
      return given.commit(commit, (outcome) => {
        underWay = null;
        // Ends the keys that are owed, in a file of its own: what becomes of it says nothing of the record, but while it hangs all wait behind it.
        if (commit.isDestructionDue !== true) {
          answered_ms = elapsed_ms();
          refusedSince_ms = outcome.ok ? null : (refusedSince_ms ?? beganAt_ms);
        }
        done(outcome);
      });
    },
    health: () => {
      if (refusedSince_ms !== null) return { state: 'refusing', since_ms: Math.round(refusedSince_ms) };
      const isHanging = underWay !== null && elapsed_ms() - underWay.began_ms >= provisionalAfter_s * 1000;
      return isHanging && underWay !== null
        ? { state: 'refusing', since_ms: Math.round(underWay.beganAt_ms) }
        : { state: 'working' };
    },
    isProbeDue: () =>
      underWay === null && (refusedSince_ms !== null || elapsed_ms() - answered_ms >= probeEvery_s * 1000),
  };
};
