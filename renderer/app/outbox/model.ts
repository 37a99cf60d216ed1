import type { PendingCommand } from '../../../shared/api/contract.ts';

/** A command that lands within this time is not worth a word: the bar would only flicker. */
const WORTH_SAYING_MS = 1000;

/** Commands that have waited long enough to be mentioned. `now_ms` is the console's clock, like `issuedAt_ms`. */
export const waitingLong = (outbox: readonly PendingCommand[], now_ms: number): readonly PendingCommand[] =>
  outbox.filter(({ state, issuedAt_ms }) => state === 'waiting' && now_ms - issuedAt_ms >= WORTH_SAYING_MS);

export const refusedOf = (outbox: readonly PendingCommand[]): readonly PendingCommand[] =>
  outbox.filter(({ state }) => state === 'refused');
