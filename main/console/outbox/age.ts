import type { Command } from '../../../shared/domain/incidents/commands.ts';

/** Given in the future, as far as this console can tell: its clock was set back meanwhile, and nobody knows how old it is. */
const CLOCK_SLACK_MS = 5000;
const UNKNOWN_AGE_MS = 365 * 86_400_000;

/**
 * How long ago a command was given, milliseconds: the longest of what can be told, so that none is carried out late because one clock
 * stood still or was set back. A machine that sleeps may stop its monotonic clock, and the server's clock goes on.
 * @param given.elapsed_ms since it was given in this process; null where an earlier process took it.
 * @param given.serverNow_ms the server's time; null where it is not known, or is a scenario's. Then this machine's own clock counts.
 */
export const ageOf_ms = (
  { issuedAt_ms, clockOffset_ms }: Command,
  given: { readonly elapsed_ms: number | null; readonly serverNow_ms: number | null; readonly now_ms: number },
): number => {
  const byClock_ms =
    given.serverNow_ms === null || clockOffset_ms === undefined
      ? given.now_ms - issuedAt_ms
      : given.serverNow_ms - (issuedAt_ms + clockOffset_ms);
  const age_ms = Math.round(Math.max(byClock_ms, given.elapsed_ms ?? byClock_ms));
  return age_ms < -CLOCK_SLACK_MS ? UNKNOWN_AGE_MS : Math.max(0, age_ms);
};
