import { z } from 'zod';
import { EpochMs, PersonId } from '../domain/ids.ts';

/** A position with its honesty, as a lead-in or review track carries it. Only ever sent under a lease. */
export const TrackPoint = z
  .strictObject({
    at_ms: EpochMs,
    lon: z.number(),
    lat: z.number(),
    accuracy_m: z.number(),
    heading_deg: z.number().nullable(),
    speed_mps: z.number().nullable(),
  })
  .readonly();
export type TrackPoint = z.infer<typeof TrackPoint>;

export const Track = z.strictObject({ personId: PersonId, points: z.array(TrackPoint).readonly() }).readonly();
export type Track = z.infer<typeof Track>;
