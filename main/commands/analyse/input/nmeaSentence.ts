import { GPS } from 'gps';
import { err, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { Fault } from './fault.ts';
import { isAbsent, parseNumber } from './values.ts';

/** What a receiver that has a fix says. Numbers may be untrue; NaN stands for a place, date or value that does not exist. */
export type Reading = {
  /** Midnight UTC; only RMC has one. */
  readonly date_ms: number | null;
  readonly lat: number;
  readonly lon: number;
  readonly hdop: number | null;
  readonly speed_mps: number | null;
  readonly heading_deg: number | null;
  /** Reckoned on without satellites, typed in, or simulated: nothing was measured. */
  readonly estimated: boolean;
};

export type PlaceKind = 'RMC' | 'GGA' | 'GNS' | 'GLL';

/** A sentence that says where the receiver is. */
export type PlaceSentence = {
  readonly line: number;
  readonly kind: PlaceKind;
  /** Milliseconds since midnight UTC; NaN for a time that does not exist, null where a receiver without a fix knows none. */
  readonly timeOfDay_ms: number | null;
  /** Null where the receiver itself says that it has no fix. */
  readonly reading: Reading | null;
};

/** Time and date alone. */
export type DateSentence = { readonly line: number; readonly kind: 'ZDA'; readonly at_ms: number };

export type Sentence = PlaceSentence | DateSentence;

/** `body` reaches from $ or ! to before the asterisk. */
type Frame =
  | { readonly kind: 'checked' | 'unchecked'; readonly body: string }
  | { readonly kind: 'garbled' }
  | { readonly kind: 'none' };

const checksumOf = (body: string): number => {
  let sum = 0;
  for (let i = 1; i < body.length; i += 1) sum ^= body.charCodeAt(i);
  return sum;
};

/**
 * Whether a text that begins with $ or ! is a sentence, and came through whole: the checksum is the exclusive or of what stands between
 * that and the asterisk. What follows the checksum is the logger's own.
 */
export const frameOf = (text: string): Frame => {
  const [, body, checksum] = /^([$!][A-Z][^*]*)(?:\*(.*))?$/.exec(text) ?? [];
  if (body === undefined || !body.includes(',')) return { kind: 'none' };
  if (checksum === undefined) return { kind: 'unchecked', body };
  const [, digits] = /^([\dA-Fa-f]{2})(?![\dA-Fa-f])/.exec(checksum) ?? [];
  return digits !== undefined && checksumOf(body) === Number.parseInt(digits, 16)
    ? { kind: 'checked', body }
    : { kind: 'garbled' };
};

type Fields = {
  readonly time: number;
  readonly state: number;
  readonly mode: number | null;
  readonly lat: number;
  readonly lon: number;
  readonly speed: number | null;
  readonly course: number | null;
  readonly date: number | null;
  readonly hdop: number | null;
};

const NO_MOVEMENT = { speed: null, course: null, date: null } as const;

/** Where each field stands; a hemisphere follows its degrees. */
const FIELDS: Readonly<Record<PlaceKind, Fields>> = {
  RMC: { time: 1, state: 2, mode: 12, lat: 3, lon: 5, speed: 7, course: 8, date: 9, hdop: null },
  GGA: { time: 1, state: 6, mode: null, lat: 2, lon: 4, ...NO_MOVEMENT, hdop: 8 },
  GNS: { time: 1, state: 6, mode: null, lat: 2, lon: 4, ...NO_MOVEMENT, hdop: 8 },
  GLL: { time: 5, state: 6, mode: 7, lat: 1, lon: 3, ...NO_MOVEMENT, hdop: null },
};

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

/** Midnight UTC of a day; NaN for one that does not exist, of which GPS.js takes 32 January for 1 February. */
const midnight = (year: number, month: number, day: number): number => {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? ms : Number.NaN;
};

/** ddmmyy. There was no GPS before 1980. */
const dateOf = (text: string): number | null => {
  const [, day, month, year] = /^(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  if (day === undefined) return null;
  return midnight(Number(year) + (Number(year) < 80 ? 2000 : 1900), Number(month), Number(day));
};

const number = (text: string): number | null => (isAbsent(text) ? null : parseNumber(text));

/** Minutes from 60 on are well-formed and nowhere; NaN is outside every range. */
const inDegrees = (text: string, degrees: number | null): number =>
  degrees === null || /^\d+[6-9]\d(\.|$)/.test(text) ? Number.NaN : degrees;

/** GPS.js throws, with the sentence in its message, where a sentence has not the fields of its kind. It wants a checksum. */
const parse = (body: string): ReturnType<typeof GPS.Parse> => {
  try {
    return GPS.Parse(`${body}*${checksumOf(body).toString(16).padStart(2, '0')}`);
  } catch {
    return false;
  }
};

/** V: not valid; quality 0 and mode N: no fix. GNS has a letter for each system of satellites. */
const isWithoutFix = (kind: PlaceKind, state: string, mode: string): boolean =>
  mode === 'N' || ['V', '0', ''].includes(state) || (kind === 'GNS' && /^N*$/.test(state));

/** Quality 6, 7, 8 and modes E, M, S: dead reckoning, typed in, simulator. */
const isEstimated = (kind: PlaceKind, state: string, mode: string): boolean => {
  switch (kind) {
    case 'GGA':
      return ['6', '7', '8'].includes(state);
    case 'GNS':
      return /^[NEMS]*$/.test(state);
    case 'RMC':
    case 'GLL':
      return ['E', 'M', 'S'].includes(mode);
  }
};

const readDate = (fields: readonly string[], line: number): Result<DateSentence, Fault> | null => {
  const [, time = '', ...rest] = fields;
  const date = rest.slice(0, 3).join(',');
  if (time === '' || date.startsWith(',')) return null;
  const timeOfDay_ms = timeOfDay(time);
  if (timeOfDay_ms === null) return err({ line, field: 'time', message: 'is not hhmmss' });
  const [, day, month, year] = /^(\d\d),(\d\d),(\d{4})$/.exec(date) ?? [];
  if (day === undefined) return err({ line, field: 'date', message: 'is not day, month, year' });
  return ok({ line, kind: 'ZDA', at_ms: midnight(Number(year), Number(month), Number(day)) + timeOfDay_ms });
};

/**
 * Reads a sentence up to its asterisk: null where it says neither a place nor a date. GPS.js turns fields into degrees, but takes "12x" for
 * 12 and a missing hemisphere for a shifted degree; so the text of each field is looked at first.
 */
export const readSentence = (body: string, line: number): Result<Sentence, Fault> | null => {
  const kind = /^\$[A-Z]{2}(RMC|GGA|GNS|GLL|ZDA),/.exec(body)?.[1];
  const fields = body.split(',').map((text) => text.trim());
  if (kind === 'ZDA') return readDate(fields, line);
  if (kind !== 'RMC' && kind !== 'GGA' && kind !== 'GNS' && kind !== 'GLL') return null;
  const at = FIELDS[kind];
  const field = (index: number | null): string => (index === null ? '' : (fields[index] ?? ''));
  const fault = (name: string, message: string): Result<never, Fault> => err({ line, field: name, message });

  if (fields.length <= at.state) return fault(kind, 'has not the fields of its kind');
  const timeOfDay_ms = timeOfDay(field(at.time));
  if (timeOfDay_ms === null && field(at.time) !== '') return fault('time', 'is not hhmmss');
  const [state, mode] = [field(at.state), field(at.mode)];
  if (isWithoutFix(kind, state, mode)) return ok({ line, kind, timeOfDay_ms, reading: null });
  const [lat, lon] = [field(at.lat), field(at.lon)];
  // What some receivers write before they know a place, all else as if they knew it.
  if (parseNumber(lat) === 0 && parseNumber(lon) === 0) return ok({ line, kind, timeOfDay_ms, reading: null });

  const date_ms = dateOf(field(at.date));
  if (timeOfDay_ms === null) return fault('time', 'is missing');
  if (date_ms === null && field(at.date) !== '') return fault('date', 'is not ddmmyy');
  if (!/^\d{4}(\.\d*)?,[NS]$/.test(`${lat},${field(at.lat + 1)}`)) return fault('lat', 'is not ddmm.mmm and N or S');
  if (!/^\d{5}(\.\d*)?,[EW]$/.test(`${lon},${field(at.lon + 1)}`)) return fault('lon', 'is not dddmm.mmm and E or W');
  const parsed = parse(body);
  if (
    parsed === false ||
    (parsed.type !== 'RMC' && parsed.type !== 'GGA' && parsed.type !== 'GNS' && parsed.type !== 'GLL')
  )
    return fault(kind, 'has not the fields of its kind');
  const [hdop, knots, heading_deg] = [at.hdop, at.speed, at.course].map((index) => number(field(index)));
  const reading: Reading = {
    date_ms,
    lat: inDegrees(lat, parsed.lat),
    lon: inDegrees(lon, parsed.lon),
    hdop: hdop ?? null,
    speed_mps: knots === null || knots === undefined ? null : (knots * 1852) / 3600,
    heading_deg: heading_deg ?? null,
    estimated: isEstimated(kind, state, mode),
  };
  return ok({ line, kind, timeOfDay_ms, reading });
};
