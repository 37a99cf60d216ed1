import { formatDate } from './format.ts';

const DAY_MS = 86_400_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Start of a day in Korea, epoch ms; null for what is no date, such as 2026-02-30. Korea keeps no summer time. */
export const startOfDay = (date: string): number | null => {
  if (!DATE.test(date)) return null;
  const start_ms = Date.parse(`${date}T00:00:00+09:00`);
  return Number.isNaN(start_ms) || formatDate(start_ms) !== date ? null : start_ms;
};

/** End of a day in Korea, epoch ms: the first moment of the next. Null for what is no date. */
export const endOfDay = (date: string): number | null => {
  const start_ms = startOfDay(date);
  return start_ms === null ? null : start_ms + DAY_MS;
};

/** The last day in Korea that has ended by then. */
export const lastDayBefore = (at_ms: number): string => formatDate(at_ms - DAY_MS);

/** The day so many days after the one of `at_ms`. */
export const daysAfter = (at_ms: number, days: number): string => formatDate(at_ms + days * DAY_MS);
