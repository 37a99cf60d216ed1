import type { PendingCommand } from '../../../shared/api/contract.ts';

/** A command that lands within this time is not worth a word: the bar would only flicker. */
const WORTH_SAYING_MS = 1000;

/** Commands that have waited long enough to be mentioned. `now_ms` is the console's clock, like `issuedAt_ms`. */
export const waitingLong = (outbox: readonly PendingCommand[], now_ms: number): readonly PendingCommand[] =>
  outbox.filter(({ state, issuedAt_ms }) => state === 'waiting' && now_ms - issuedAt_ms >= WORTH_SAYING_MS);

/** Refused because another desk had just done the same: it is done, and nobody has to do anything again. */
const isDoneByAnother = ({ refusal }: PendingCommand): boolean =>
  refusal?.reason === 'acknowledged-already' || refusal?.reason === 'claimed-already';

export const refusedOf = (outbox: readonly PendingCommand[]): readonly PendingCommand[] =>
  outbox.filter((command) => command.state === 'refused' && !isDoneByAnother(command));

export const doneByAnother = (outbox: readonly PendingCommand[]): readonly PendingCommand[] =>
  outbox.filter((command) => command.state === 'refused' && isDoneByAnother(command));
