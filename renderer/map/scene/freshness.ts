import type { Freshness } from './types.ts';

/** A position older than this is drawn faded and says its age beside it; screen wording only, no rule hangs on it. */
export const STALE_AFTER_S = 10;

/** Frames come once a second: a delay below this is the rhythm of the feed, not a loss. */
const FEED_RHYTHM_S = 2;

/** Whole seconds since the newest frame arrived. Both times by this machine's clock. */
export const frameAge_s = (receivedAt_ms: number, now_ms: number): number =>
  Math.max(0, Math.floor((now_ms - receivedAt_ms) / 1000));

/** Whole seconds the newest frame is overdue, 0 while the feed keeps its rhythm. */
export const overdue_s = (age_s: number): number => (age_s <= FEED_RHYTHM_S ? 0 : age_s);

/** How far a position of this age can be trusted. */
export const freshnessOf = (age_s: number, silent: boolean): Freshness => {
  if (silent) return 'silent';
  return age_s > STALE_AFTER_S ? 'stale' : 'fresh';
};
