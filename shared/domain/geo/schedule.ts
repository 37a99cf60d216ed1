import type { ScheduleSpan, Weekday, Zone } from '../orders.ts';

/** Korea keeps UTC+9 all year. */
const KST_OFFSET_MS = 9 * 3_600_000;
const DAY_MIN = 24 * 60;
/** 1970-01-01 was a Thursday. */
const FROM_EPOCH: readonly Weekday[] = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed'];

const minuteOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));

const weekday = (day: number): Weekday => FROM_EPOCH[((day % 7) + 7) % 7] ?? 'thu';

/** When a span that starts on a day (counted from 1970, Korean time) begins and ends, milliseconds since 1970; the end is not part of it. */
const spanOn = ({ days, from, to }: ScheduleSpan, day: number): readonly [from_ms: number, to_ms: number] | null => {
  if (!days.includes(weekday(day))) return null;
  const [start, end] = [minuteOf(from), minuteOf(to)];
  const at = (minute: number): number => (day * DAY_MIN + minute) * 60_000 - KST_OFFSET_MS;
  return [at(start), at(end > start ? end : end + DAY_MIN)];
};

/** A part of the past, both ends included, milliseconds since 1970. */
type Span = { readonly from_ms: number; readonly to_ms: number };

/**
 * The parts of a stretch of time in which a zone is in force, in order. Spans are Korean time; one whose end is not after its start runs
 * across midnight and belongs to the day it starts on. No schedule: the whole of it.
 */
export const scheduledWithin = ({ schedule }: Pick<Zone, 'schedule'>, { from_ms, to_ms }: Span): readonly Span[] => {
  if (schedule === null) return [{ from_ms, to_ms }];
  const dayOf = (ms: number): number => Math.floor((ms + KST_OFFSET_MS) / (DAY_MIN * 60_000));
  const parts: Span[] = [];
  for (let day = dayOf(from_ms) - 1; day <= dayOf(to_ms); day += 1) {
    for (const span of schedule) {
      const [start_ms = Infinity, end_ms = 0] = spanOn(span, day) ?? [];
      const part = { from_ms: Math.max(from_ms, start_ms), to_ms: Math.min(to_ms, end_ms - 1) };
      if (part.from_ms <= part.to_ms) parts.push(part);
    }
  }
  const merged: Span[] = [];
  for (const part of parts.toSorted((a, b) => a.from_ms - b.from_ms)) {
    const last = merged.at(-1);
    // Spans that overlap or touch are one: nobody leaves a zone where they meet.
    if (last === undefined || part.from_ms > last.to_ms + 1) merged.push(part);
    else merged[merged.length - 1] = { from_ms: last.from_ms, to_ms: Math.max(last.to_ms, part.to_ms) };
  }
  return merged;
};

/** Whether a zone is in force at an instant; see `scheduledWithin`. */
export const isScheduled = (zone: Pick<Zone, 'schedule'>, now_ms: number): boolean =>
  zone.schedule === null || scheduledWithin(zone, { from_ms: now_ms, to_ms: now_ms }).length > 0;
