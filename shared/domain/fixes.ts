import { z } from 'zod';
import { EpochMs } from './ids.ts';

/** Nearer to a pole the plane that distances are reckoned on no longer holds to 0.1 %: no place beyond is taken, degrees. */
const MAX_LAT = 85;
const Longitude = z.number().min(-180).max(180);
const Latitude = z.number().min(-MAX_LAT).max(MAX_LAT);

/** WGS 84, degrees. */
export type LonLat = readonly [lon: number, lat: number];
export const LonLat = z.tuple([Longitude, Latitude]).readonly();

export const FixSource = z.enum(['gnss', 'wifi', 'cell']);
export type FixSource = z.infer<typeof FixSource>;

/** One position report. Ranges are those of a true report; what lies outside is refused and counted. */
export const Fix = z
  .strictObject({
    at_ms: EpochMs,
    lon: Longitude,
    lat: Latitude,
    /** Radius of 68 % confidence, metres; null where the device names none. */
    accuracy_m: z.number().positive().max(50_000).nullable(),
    speed_mps: z.number().min(0).max(150).nullable(),
    heading_deg: z.number().min(0).max(360).nullable(),
    source: FixSource,
    battery_percent: z.number().min(0).max(100).nullable(),
  })
  .readonly();
export type Fix = z.infer<typeof Fix>;

/**
 * What can be wrong with a device. The first six a device reports, or the server finds them missing; the others the server finds: a clock
 * that is off, two devices that speak as one, the same fix over and over, a place that the phone says is made up, no place in what it
 * sends, a bracelet without its tracker, messages that can never be read.
 */
export const DeviceEventKind = z.enum([
  'strap-tamper',
  'battery-low',
  'power-off',
  'jamming',
  'gnss-lost',
  'silence',
  'clock-wrong',
  'two-places',
  'stuck',
  'place-faked',
  'no-valid-place',
  'unpaired',
  'set-up-wrongly',
]);
export type DeviceEventKind = z.infer<typeof DeviceEventKind>;

/**
 * What a message of a device says beside fixes that count. `heard`: it came, whatever it held. `offset_s`: how far the device's clock is
 * ahead of the server's, negative where it is behind.
 */
export type DeviceSign =
  | { readonly kind: 'heard' | 'no-valid-place' | 'place-faked' | 'unpaired' | 'set-up-wrongly' }
  | { readonly kind: 'clock-wrong'; readonly offset_s: number };
