import type { Order, ScheduleSpan } from '../../shared/domain/orders.ts';
import type { Span } from './tracks.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Korea keeps UTC+9 all year. */
const KST_MS = 9 * 60 * MINUTE_MS;
/** As `Date.getUTCDay` counts them. */
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Milliseconds from midnight to a time of day HH:MM. */
const sinceMidnight_ms = (clock: string): number => {
  const [hours, minutes] = clock.split(':');
  return (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
};

/** When a weekly schedule is in force within a span; ends are not part of it. Null: always. */
export const scheduled = (schedule: readonly ScheduleSpan[] | null, within: Span): readonly Span[] => {
  if (schedule === null) return [within];
  const spans: Span[] = [];
  const firstMidnight_ms = Math.floor((within.from_ms + KST_MS) / DAY_MS) * DAY_MS - DAY_MS;
  for (let midnight_ms = firstMidnight_ms; midnight_ms - KST_MS <= within.to_ms; midnight_ms += DAY_MS) {
    const day = DAYS[new Date(midnight_ms).getUTCDay()];
    for (const { days, from, to } of schedule) {
      if (day === undefined || !days.includes(day)) continue;
      const from_ms = midnight_ms - KST_MS + sinceMidnight_ms(from);
      const to_ms = midnight_ms - KST_MS + sinceMidnight_ms(to);
      spans.push({ from_ms, to_ms: to_ms > from_ms ? to_ms : to_ms + DAY_MS });
    }
  }
  spans.sort((a, b) => a.from_ms - b.from_ms);
  const merged: Span[] = [];
  for (const { from_ms, to_ms } of spans) {
    const last = merged.at(-1);
    if (last !== undefined && from_ms <= last.to_ms)
      merged[merged.length - 1] = { ...last, to_ms: Math.max(last.to_ms, to_ms) };
    else merged.push({ from_ms, to_ms });
  }
  return merged.flatMap((span) => {
    const from_ms = Math.max(span.from_ms, within.from_ms);
    const to_ms = Math.min(span.to_ms - 1, within.to_ms);
    return from_ms <= to_ms ? [{ from_ms, to_ms }] : [];
  });
};

/** When an order is in force within a span, its schedule for zones aside; the end is not part of it. */
export const inForce = (order: Order, within: Span): readonly Span[] => {
  const ends_ms = [order.validTo_ms, ...(order.revokedAt_ms === null ? [] : [order.revokedAt_ms])];
  const span = {
    from_ms: Math.max(within.from_ms, order.validFrom_ms),
    to_ms: Math.min(within.to_ms, ...ends_ms.map((end_ms) => end_ms - 1)),
  };
  return span.from_ms <= span.to_ms ? [span] : [];
};
