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

const report = z.strictObject({
  at_ms: EpochMs,
  lon: Longitude,
  lat: Latitude,
  /** Radius of 68 % confidence, metres; null where the device names none. */
  accuracy_m: z.number().positive().max(50_000).nullable(),
  speed_mps: z.number().min(0).max(150).nullable(),
  heading_deg: z.number().min(0).max(360).nullable(),
  source: FixSource,
  battery_percent: z.number().min(0).max(100).nullable(),
});

/** One position report. Ranges are those of a true report; what lies outside is refused and counted. */
export const Fix = report.readonly();
export type Fix = z.infer<typeof Fix>;

/**
 * The last fix of a person as it is kept over a restart, with the fastest that they were in the time up to it, m/s: a device that stood when it
 * fell silent may have come by car, and its disc must not grow slower for a restart. Absent in what older versions have kept.
 */
export const KeptFix = report.extend({ topSpeed_mps: z.number().min(0).exactOptional() }).readonly();
export type KeptFix = z.infer<typeof KeptFix>;

const same = <const S extends string>(situation: S) => ({ offender: situation, victim: situation });
/** A device that is switched off, jammed or blind is as good as silent. */
const SILENT = { offender: 'offender-silence', victim: 'victim-silence' } as const;
const UNMOVED = { offender: 'offender-no-place', victim: 'victim-not-moved' } as const;

type DeviceEventFacts = {
  /** What it asks of a dispatcher, by whose device it is. */
  readonly situation: { readonly offender: string; readonly victim: string };
  /**
   * What shows that it is over: any fix, one from satellites, or a charged battery; null where operators end it, or the server finds by
   * itself that it is over.
   */
  readonly endedBy: 'fix' | 'gnss' | 'charge' | null;
};

/**
 * What can be wrong with a device. The first six a device reports, or the server finds them missing; the others the server finds: a clock
 * that is off, two devices that speak as one, the same fix over and over, a place that the phone says is made up, no place in what it
 * sends, a bracelet without its tracker, messages that can never be read. A device event more begins here.
 */
export const DEVICE_EVENTS = {
  'strap-tamper': { situation: same('strap-tamper'), endedBy: null },
  'battery-low': { situation: same('battery'), endedBy: 'charge' },
  'power-off': { situation: SILENT, endedBy: 'fix' },
  jamming: { situation: SILENT, endedBy: 'gnss' },
  'gnss-lost': { situation: SILENT, endedBy: 'gnss' },
  silence: { situation: SILENT, endedBy: 'fix' },
  'clock-wrong': { situation: same('clock-wrong'), endedBy: null },
  'two-places': { situation: same('two-places'), endedBy: null },
  stuck: { situation: UNMOVED, endedBy: 'fix' },
  'place-faked': { situation: same('place-faked'), endedBy: null },
  'no-valid-place': { situation: UNMOVED, endedBy: 'fix' },
  unpaired: { situation: same('unpaired'), endedBy: null },
  'set-up-wrongly': { situation: same('set-up-wrongly'), endedBy: null },
} as const satisfies Readonly<Record<string, DeviceEventFacts>>;

export const DeviceEventKind = z.enum(Object.keys(DEVICE_EVENTS) as readonly (keyof typeof DEVICE_EVENTS)[]); // keys of a literal
export type DeviceEventKind = z.infer<typeof DeviceEventKind>;

/**
 * What a message of a device says beside fixes that count. `heard`: it came, whatever it held. `offset_s`: how far the device's clock is
 * ahead of the server's, negative where it is behind.
 */
export type DeviceSign =
  | { readonly kind: 'heard' | 'no-valid-place' | 'place-faked' | 'unpaired' | 'set-up-wrongly' }
  | { readonly kind: 'clock-wrong'; readonly offset_s: number };
