import type { Weekday, Zone } from '../orders.ts';

/** Korea keeps UTC+9 all year. */
const KST_OFFSET_MS = 9 * 3_600_000;
const DAY_MIN = 24 * 60;
/** 1970-01-01 was a Thursday. */
const FROM_EPOCH: readonly Weekday[] = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'];

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

const weekday = (day: number): Weekday => FROM_EPOCH[((day % 7) + 7) % 7] ?? 'thu';

/**
 * Whether a zone is in force at an instant. Spans are Korean time; one whose end is not after its start runs across midnight and
 * belongs to the day it starts on. No schedule: always in force.
 */
export const isScheduled = (zone: Pick<Zone, 'schedule'>, now_ms: number): boolean => {
  if (zone.schedule === null) return true;
  const minutes = Math.floor((now_ms + KST_OFFSET_MS) / 60_000);
  const day = Math.floor(minutes / DAY_MIN);
  const minute = minutes - day * DAY_MIN;
  return zone.schedule.some((span) => {
    const from = minuteOf(span.from);
    const to = minuteOf(span.to);
    if (from < to) return span.days.includes(weekday(day)) && minute >= from && minute < to;
    return (
      (span.days.includes(weekday(day)) && minute >= from) || (span.days.includes(weekday(day - 1)) && minute < to)
    );
  });
};
