import { z } from 'zod';
import { PlaceId } from './ids.ts';

/** Staffed place a victim can be sent to; free for every desk to see. */
export const SafePlace = z
  .strictObject({
    id: PlaceId,
    kind: z.enum(['police-box', 'hospital', 'station-office', 'shop-24h']),
    ko: z.string().min(1).max(80),
    en: z.string().min(1).max(80),
    lon: z.number().min(-180).max(180),
    lat: z.number().min(-90).max(90),
    staffed: z.union([z.literal('24h'), z.strictObject({ from: z.string(), to: z.string() }).readonly()]),
  })
  .readonly();
export type SafePlace = z.infer<typeof SafePlace>;
