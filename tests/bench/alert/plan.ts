import { z } from 'zod';

/** What the sender is told: where to post, with which tokens, and how many alerts to raise at which pace. */
export const Plan = z.object({
  url: z.string(),
  tokens: z.record(z.string(), z.string()),
  alerts: z.int(),
  perSecond: z.number(),
  warmUp_s: z.number(),
});
export type Plan = z.infer<typeof Plan>;

/** What the sender tells at its end. */
export const Sent = z.object({
  /** When each breaching position went out, by its device; ms since 1970, to a fraction of a millisecond. */
  breaches: z.array(z.tuple([z.string(), z.number()])),
  positions: z.int(),
  /** How late the sender itself was against its own plan, ms. */
  late_p99_ms: z.number(),
  cpu_percent: z.number(),
});
export type Sent = z.infer<typeof Sent>;

/** Now, ms since 1970 to a fraction of a millisecond: the same clock in Node and in a page. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();
