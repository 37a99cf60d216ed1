import { z } from 'zod';

/** What the simulated day tells at the end of each of its hours. */
export const HourLine = z.object({
  hour: z.int(),
  /** Live objects after a collection, array buffers included. */
  heap_MB: z.number(),
  rss_MB: z.number(),
  /** Fixes taken and incidents raised so far. */
  fixes: z.int(),
  raised: z.int(),
  wall_s: z.number(),
});
export type HourLine = z.infer<typeof HourLine>;
