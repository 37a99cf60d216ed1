/** Dates that JavaScript and this product can hold, before and after 1970. */
const MAX_EPOCH_MS = 8_640_000_000_000_000;

const NUMBER_CHARS = /^[\d.eE+-]+$/;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
const EPOCH_SECONDS = /^([+-]?)(\d{1,20})(?:\.(\d*))?$/;

/** How programs write a number larger than any: of an accuracy that is a radius that holds everything, and not one that is unknown. */
const INFINITE = /^([+-]?)(?:inf|infinity)$/i;

/** The number a text says, which may be infinite; NaN where it says none. `Number` alone would take '' and '0x10'. */
export const parseNumber = (text: string): number => {
  if (NUMBER_CHARS.test(text)) return Number(text);
  const [, sign] = INFINITE.exec(text) ?? [];
  if (sign === undefined) return Number.NaN;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
};

/** What programs write where they have no value. */
const ABSENT = new Set(['', 'null', 'nan', '+nan', '-nan', 'none', 'undefined', 'n/a', '-']);

export const isAbsent = (text: string): boolean => ABSENT.has(text.toLowerCase());

/** Whether the kind of fix that a point names (none, 2d, 3d, dgps, pps) is none. */
export const isWithoutFix = (kind: string | undefined): boolean => kind?.toLowerCase() === 'none';

/** Why a text is no time at all. */
export type TimeMisread = 'malformed' | 'no-zone';

export const timeMessage = (misread: TimeMisread): string =>
  misread === 'no-zone'
    ? 'needs a time zone (Z or ±hh:mm)'
    : 'is not a time: ISO 8601 with a zone (Z or ±hh:mm), or seconds since 1970';

const daysOfMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/**
 * Milliseconds since 1970 of an ISO 8601 time with a zone, what is finer cut off; NaN where the form is right and no such
 * instant exists.
 */
export const parseIsoTime = (text: string): number | TimeMisread => {
  if (!ISO.test(text)) return ISO.test(`${text}Z`) ? 'no-zone' : 'malformed';
  // Date.parse makes 2 March of 30 February.
  const day = Number(text.slice(8, 10));
  if (day > 28 && day > daysOfMonth(Number(text.slice(0, 4)), Number(text.slice(5, 7)))) return Number.NaN;
  return Date.parse(text);
};

/** As parseIsoTime, and seconds since 1970, which may be fractional and negative. May lie outside what isEpochMs allows. */
export const parseTime = (text: string): number | TimeMisread => {
  const parts = text.includes('T') ? null : EPOCH_SECONDS.exec(text);
  if (parts === null) return parseIsoTime(text);
  const [, sign, seconds, fraction = ''] = parts;
  // Digits, not a product: 1.005 × 1000 is 1004.999….
  const ms = Number(seconds) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
  return sign === '-' ? -ms : ms;
};

/** Whether an instant can be held as EpochMs; false for NaN. */
export const isEpochMs = (ms: number): boolean => Math.abs(ms) <= MAX_EPOCH_MS;
