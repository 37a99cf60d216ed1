import type { Level } from './codes.ts';
import type { Limits } from './policy.ts';

/** The tiers around a victim, nearest first, each with the limit of an order that it lies within. A tier more begins here. */
export const TIERS = [
  { id: 'contact', limit: 'contact_m' },
  { id: 'alert', limit: 'alert_m' },
  { id: 'warning', limit: 'warning_m' },
] as const satisfies readonly { readonly id: Level; readonly limit: keyof Limits }[];

export type TierId = (typeof TIERS)[number]['id'];

/** The tiers of an order, nearest first. */
export const tiersWithin = (limits: Limits): readonly { readonly id: TierId; readonly limit_m: number }[] =>
  TIERS.map(({ id, limit }) => ({ id, limit_m: limits[limit] }));
