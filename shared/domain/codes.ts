import { z } from 'zod';
import { TIERS } from './tiers.ts';

/** 112 dispatch codes: 0 send during the call … 4 no dispatch. Lower is more urgent. */
export const DispatchCode = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type DispatchCode = z.infer<typeof DispatchCode>;

/**
 * Proximity tiers, near to far; `buffer` and `zone` belong to exclusion zones; `device` to device events, of which a silence can rise
 * to `location-lost` (nobody can say any more where the device is) or, of a victim, `silent-near` (the offender is close); `sos` to the
 * button; `unwatched` to an order that the server itself cannot evaluate.
 */
export const Level = z.enum([
  ...TIERS.map(({ id }) => id),
  'buffer',
  'zone',
  'device',
  'silent-near',
  'location-lost',
  'sos',
  'unwatched',
]);
export type Level = z.infer<typeof Level>;

/** How sure the rule is: `possible` < `likely` < `confirmed`. */
export const Certainty = z.enum(['possible', 'likely', 'confirmed']);
export type Certainty = z.infer<typeof Certainty>;

const CERTAINTY_RANK: Readonly<Record<Certainty, number>> = { possible: 0, likely: 1, confirmed: 2 };

/** Rank of a certainty, 0 (possible) to 2 (confirmed), for comparisons. */
export const certaintyRank = (certainty: Certainty): number => CERTAINTY_RANK[certainty];

export const mostUrgent = (a: DispatchCode, b: DispatchCode): DispatchCode => (a <= b ? a : b);
