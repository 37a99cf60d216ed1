import { z } from 'zod';
import type { FixSource } from '../../../../shared/domain/fixes.ts';
import type { PlaceReading } from './message.ts';

/** Seconds since 1970 stay below this until the year 5138; milliseconds passed it in 1973. */
const SECONDS_BELOW = 1e11;
/** As far as a date reaches (ECMA-262, "Time Values and Time Range"). */
export const LAST_MS = 8_640_000_000_000_000;
const MAX_ACCURACY_M = 50_000;
const MAX_SPEED_MPS = 150;

const NUMBER = /^[+-]?\d{1,16}(\.\d{0,60})?([eE][+-]?\d{1,2})?$/;
/** How devices write a number that they do not know. */
const UNKNOWN = /^([+-]?nan|null|none|undefined|-)$/i;
/** Larger than anybody can say, which is no want of knowledge: a radius like this holds everything. */
const INFINITE = /^([+-]?)(inf|infinity)$/i;
const Iso = z.iso.datetime({ offset: true });
/** ISO 8601 as devices write it: seconds may be left out, the zone may be hours alone, and a `+` that nobody encoded arrives as a blank. */
const LOOSE_ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(?:\.\d{1,9})?)?(?:(Z)|([+ -])(\d\d)(?::?(\d\d))?)$/i;

const isAbsent = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** A number: null where none was sent, NaN where the sender says that it does not know, else its value, which may be infinite; `unreadable` is neither. */
export const numberIn = (value: unknown): number | null | 'unreadable' => {
  if (isAbsent(value)) return null;
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return 'unreadable';
  const text = value.trim();
  if (NUMBER.test(text)) return Number(text);
  const [, sign] = INFINITE.exec(text) ?? [];
  if (sign !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return UNKNOWN.test(text) ? Number.NaN : 'unreadable';
};

/**
 * A time in milliseconds since 1970: from seconds or milliseconds, or from ISO 8601 with a zone; null where none was sent. Without a zone
 * it is unreadable, because an hour guessed wrong would move a person.
 */
export const timeIn = (value: unknown): number | null | 'unreadable' => {
  const n = numberIn(value);
  if (typeof n === 'number') {
    const ms = Math.round(Math.abs(n) < SECONDS_BELOW ? n * 1000 : n);
    return Math.abs(ms) <= LAST_MS ? ms : 'unreadable'; // not so for NaN either
  }
  if (n === null || typeof value !== 'string') return n;
  const [, day, minute, second = ':00', utc, sign, hours, minutes = '00'] = LOOSE_ISO.exec(value.trim()) ?? [];
  if (day === undefined || minute === undefined) return 'unreadable';
  const text = `${day}T${minute}${second}${utc === undefined ? `${sign === '-' ? '-' : '+'}${hours}:${minutes}` : 'Z'}`;
  return Iso.safeParse(text).success ? Date.parse(text) : 'unreadable';
};

const YES: ReadonlySet<string> = new Set(['true', 't', '1', 'yes', 'y', 'on']);
const NO: ReadonlySet<string> = new Set(['false', 'f', '0', 'no', 'n', 'off']);

/** What a field says in one word; empty where it is no word: to make text of an object or a list can throw, and costs the whole request. */
export const wordIn = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value).trim() : '';

/** Whether a field says yes or no; null where it says neither. */
const yesIn = (value: unknown): boolean | null => {
  const text = wordIn(value).toLowerCase();
  if (YES.has(text)) return true;
  return NO.has(text) ? false : null;
};

/** Without the blanks and line breaks around it that copying leaves. */
export const textIn = (value: unknown): string | null =>
  (typeof value === 'string' || typeof value === 'number') && !isAbsent(value)
    ? String(value).trim().slice(0, 200)
    : null;

/** Every name in a field that lists alarms: Traccar joins several with commas, JSON may give an array. */
export const alarmsIn = (values: readonly unknown[]): readonly string[] =>
  values
    .flatMap((value): readonly unknown[] => (Array.isArray(value) ? value : [value]))
    .flatMap((value) => textIn(value)?.split(',') ?? [])
    .map((name) => name.trim())
    .filter((name) => name !== '');

/** A value between two bounds, both included; null where it is unknown, which an odd one is. */
const between = (min: number, max: number, value: unknown, unit = 1): number | null => {
  const n = numberIn(value);
  if (typeof n !== 'number') return null;
  const scaled = n * unit;
  return scaled >= min && scaled <= max ? scaled : null;
};

/**
 * Radius of 68 % confidence in metres; null where it is unknown (absent, 0, NaN), `invalid` where it may be larger than anybody can say:
 * below 0, over 50 km, or not readable. Dilution counts where there is no accuracy: Android apps write metres into it, receivers
 * multiples of `hdop_m`, and the larger of the two is never surer than the sender meant.
 */
const radiusIn = (accuracy: unknown, hdop: unknown, hdop_m: number): number | null | 'invalid' => {
  const metres = numberIn(accuracy);
  const dilution = numberIn(hdop);
  if (metres === 'unreadable' || (metres !== null && metres < 0)) return 'invalid';
  const known = (n: number | null): n is number => n !== null && n !== 0 && !Number.isNaN(n);
  if (known(metres)) return metres <= MAX_ACCURACY_M ? metres : 'invalid';
  if (dilution === 'unreadable' || (dilution !== null && dilution < 0)) return 'invalid';
  if (!known(dilution)) return null;
  const radius_m = Math.max(dilution, dilution * hdop_m);
  return radius_m <= MAX_ACCURACY_M ? radius_m : 'invalid';
};

/** What a form says of one place, before anything of it is judged. `unit`s turn its numbers into m/s and percent. */
export type RawPlace = {
  /** The fields' own names, for whoever set the device up. */
  readonly names: { readonly lat: string; readonly lon: string; readonly time: string };
  readonly lat: unknown;
  readonly lon: unknown;
  readonly time: unknown;
  readonly accuracy: unknown;
  readonly hdop: unknown;
  readonly speed: unknown;
  readonly speedUnit_mps: number;
  readonly heading: unknown;
  readonly battery: unknown;
  readonly batteryUnit_percent: number;
  readonly charging: unknown;
  readonly valid: unknown;
  readonly mock: unknown;
  readonly source: FixSource;
};

const unreadable = (field: string, wanted: string): PlaceReading => ({
  kind: 'unreadable',
  fault: `${field}: ${wanted}`,
});

/**
 * One place as it can be used. Only latitude, longitude and time can make it unreadable; whatever else is odd is unknown, and never makes
 * the place surer than the sender said. `hdop_m` is policy: metres a dilution of 1 stands for.
 */
export const placeIn = (raw: RawPlace, hdop_m: number): PlaceReading => {
  const at_ms = timeIn(raw.time);
  if (at_ms === 'unreadable') {
    return unreadable(raw.names.time, 'must be seconds or milliseconds since 1970, or ISO 8601 with a zone');
  }
  if (yesIn(raw.mock) === true) return { kind: 'place-faked' };
  if (yesIn(raw.valid) === false) return { kind: 'no-valid-place' };
  const lat = numberIn(raw.lat);
  const lon = numberIn(raw.lon);
  if (lat === null && lon === null) return { kind: 'no-place' };
  if (lat === null || lat === 'unreadable') return unreadable(raw.names.lat, 'must be a number of degrees');
  if (lon === null || lon === 'unreadable') return unreadable(raw.names.lon, 'must be a number of degrees');
  const isOnEarth = Math.abs(lat) <= 90 && Math.abs(lon) <= 180; // not so for NaN either
  const accuracy_m = radiusIn(raw.accuracy, raw.hdop, hdop_m);
  // 0, 0 is where receivers put a place that they have not got.
  if (!isOnEarth || (lat === 0 && lon === 0) || accuracy_m === 'invalid') return { kind: 'no-valid-place' };
  return {
    kind: 'fix',
    at_ms,
    charging: yesIn(raw.charging) === true,
    fix: {
      lon,
      lat,
      accuracy_m,
      speed_mps: between(0, MAX_SPEED_MPS, raw.speed, raw.speedUnit_mps),
      heading_deg: between(0, 360, raw.heading),
      source: raw.source,
      battery_percent: between(0, 100, raw.battery, raw.batteryUnit_percent),
    },
  };
};
