import { z } from 'zod';
import { EpochMs } from './ids.ts';

/** WGS 84, degrees. */
export type LonLat = readonly [lon: number, lat: number];
export const LonLat = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).readonly();

export const FixSource = z.enum(['gnss', 'wifi', 'cell']);
export type FixSource = z.infer<typeof FixSource>;

/** One position report. Ranges are those of a true report; what lies outside is refused and counted. */
export const Fix = z
  .strictObject({
    at_ms: EpochMs,
    lon: z.number().min(-180).max(180),
    lat: z.number().min(-90).max(90),
    /** Radius of 68 % confidence, metres; null where the device names none. */
    accuracy_m: z.number().positive().max(50_000).nullable(),
    speed_mps: z.number().min(0).max(150).nullable(),
    heading_deg: z.number().min(0).max(360).nullable(),
    source: FixSource,
    battery_percent: z.number().min(0).max(100).nullable(),
  })
  .readonly();
export type Fix = z.infer<typeof Fix>;

export const DeviceEventKind = z.enum(['strap-tamper', 'battery-low', 'power-off', 'jamming', 'gnss-lost', 'silence']);
export type DeviceEventKind = z.infer<typeof DeviceEventKind>;
