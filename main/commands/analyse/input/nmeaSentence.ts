import { GPS } from 'gps';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Fault } from './fault.ts';
import { parseNumber } from './values.ts';

/** What a receiver that has a fix says. Numbers may be untrue; NaN stands for a position or date that does not exist. */
export type Reading = {
  /** Midnight UTC; only RMC has one. */
  readonly date_ms: number | null;
  readonly lat: number;
  readonly lon: number;
  readonly hdop: number | null;
  readonly speed_mps: number | null;
  readonly heading_deg: number | null;
};

export type Sentence = {
  readonly line: number;
  readonly kind: 'RMC' | 'GGA';
  /** Milliseconds since midnight UTC; NaN for a time that does not exist, null where a receiver without a fix knows none. */
  readonly timeOfDay_ms: number | null;
  /** Null where the receiver itself says that it has no fix. */
  readonly reading: Reading | null;
};

const FRAME = /^[$!]([^*]+)\*([\dA-Fa-f]{2})$/;

/** Whether a line is a sentence, and came through whole: the checksum is the exclusive or of what stands between $ and *. */
export const frameOf = (text: string): 'whole' | 'garbled' | 'none' => {
  const [, body, checksum] = FRAME.exec(text) ?? [];
  if (body === undefined || checksum === undefined || !body.includes(',')) return 'none';
  let sum = 0;
  for (let i = 0; i < body.length; i += 1) sum ^= body.charCodeAt(i);
  return sum === Number.parseInt(checksum, 16) ? 'whole' : 'garbled';
};

const FIELDS = {
  RMC: { time: 1, state: 2, lat: 3, ns: 4, lon: 5, ew: 6, speed: 7, course: 8, date: 9, hdop: null },
  GGA: { time: 1, state: 6, lat: 2, ns: 3, lon: 4, ew: 5, speed: null, course: null, date: null, hdop: 8 },
} as const;

const DAY_MS = 86_400_000;

/**
 * hhmmss.sss. Read here, for without a date GPS.js puts today's under it, and it takes hours past 23 and text alike.
 * @returns milliseconds since midnight UTC, NaN where there is no such time, null where it is no time.
 */
const timeOfDay = (text: string): number | null => {
  const [, hours, minutes, seconds, fraction = ''] = /^(\d\d)(\d\d)(\d\d)(?:\.(\d*))?$/.exec(text) ?? [];
  if (hours === undefined) return null;
  const ms =
    (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 +
    Number(fraction.slice(0, 3).padEnd(3, '0'));
  return Number(minutes) < 60 && Number(seconds) < 60 && ms < DAY_MS ? ms : Number.NaN;
};

/** ddmmyy, of which GPS.js takes 32 January for 1 February. There was no GPS before 1980. */
const dateOf = (text: string): number | null => {
  const [, day, month, year] = /^(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  if (day === undefined) return null;
  const ms = Date.UTC(Number(year) + (Number(year) < 80 ? 2000 : 1900), Number(month) - 1, Number(day));
  const date = new Date(ms);
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) ? ms : Number.NaN;
};

const number = (text: string): number | null => (text === '' ? null : parseNumber(text));

/** Minutes from 60 on are well-formed and nowhere; NaN is outside every range. */
const inDegrees = (text: string, degrees: number | null): number =>
  degrees === null || /^\d+[6-9]\d(\.|$)/.test(text) ? Number.NaN : degrees;

/** GPS.js throws, with the sentence in its message, where a sentence has not the fields of its kind. */
const parse = (text: string): ReturnType<typeof GPS.Parse> => {
  try {
    return GPS.Parse(text);
  } catch {
    return false;
  }
};

/**
 * Reads a whole sentence: null where it is of another kind than RMC and GGA. GPS.js turns fields into degrees and km/h, but
 * takes "12x" for 12 and a missing hemisphere for a shifted degree; so the text of each field is looked at first.
 */
export const readSentence = (text: string, line: number): Result<Sentence, Fault> | null => {
  const kind = /^\$[A-Z]{2}(RMC|GGA),/.exec(text)?.[1];
  if (kind !== 'RMC' && kind !== 'GGA') return null;
  const at = FIELDS[kind];
  const fields = text.slice(0, text.indexOf('*')).split(',');
  const field = (index: number | null): string => (index === null ? '' : (fields[index]?.trim() ?? ''));
  const fault = (name: string, message: string): Result<never, Fault> => err({ line, field: name, message });

  const timeOfDay_ms = timeOfDay(field(at.time));
  if (timeOfDay_ms === null && field(at.time) !== '') return fault('time', 'is not hhmmss');
  if (['V', '0', ''].includes(field(at.state))) return ok({ line, kind, timeOfDay_ms, reading: null });

  const date_ms = dateOf(field(at.date));
  const [hdop, knots, heading_deg] = [at.hdop, at.speed, at.course].map((index) => number(field(index)));
  const [lat, lon] = [field(at.lat), field(at.lon)];
  if (timeOfDay_ms === null) return fault('time', 'is missing');
  if (date_ms === null && field(at.date) !== '') return fault('date', 'is not ddmmyy');
  if (!/^\d{4}(\.\d*)?,[NS]$/.test(`${lat},${field(at.ns)}`)) return fault('lat', 'is not ddmm.mmm and N or S');
  if (!/^\d{5}(\.\d*)?,[EW]$/.test(`${lon},${field(at.ew)}`)) return fault('lon', 'is not dddmm.mmm and E or W');
  if (Number.isNaN(hdop)) return fault('hdop', 'is not a number');
  if (Number.isNaN(knots)) return fault('speed', 'is not a number');
  if (Number.isNaN(heading_deg)) return fault('course', 'is not a number');

  const parsed = parse(text);
  if (parsed === false || (parsed.type !== 'RMC' && parsed.type !== 'GGA'))
    return fault(kind, 'has not the fields of its kind');
  const reading: Reading = {
    date_ms,
    lat: inDegrees(lat, parsed.lat),
    lon: inDegrees(lon, parsed.lon),
    hdop: hdop ?? null,
    // GPS.js gives km/h.
    speed_mps: parsed.type === 'RMC' && parsed.speed !== null ? parsed.speed / 3.6 : null,
    heading_deg: heading_deg ?? null,
  };
  return ok({ line, kind, timeOfDay_ms, reading });
};
