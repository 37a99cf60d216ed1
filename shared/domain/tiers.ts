/**
 * The tiers around a victim, nearest first. `limit`: the limit of an order that it lies within. `code`, `possibleCode`: what it is worth by
 * the policy, and while it is only possible, where that is another. `waits`: a fix that contradicts its own track waits to be borne out
 * before it raises this. A tier more begins here.
 */
export const TIERS = [
  { id: 'contact', limit: 'contact_m', code: 'contact', possibleCode: 'contactPossible', waits: false },
  { id: 'alert', limit: 'alert_m', code: 'alert', possibleCode: null, waits: true },
  { id: 'warning', limit: 'warning_m', code: 'warning', possibleCode: null, waits: true },
] as const satisfies readonly {
  readonly id: string;
  readonly limit: `${string}_m`;
  readonly code: string;
  readonly possibleCode: string | null;
  readonly waits: boolean;
}[];

type Tier = (typeof TIERS)[number];
export type TierId = Tier['id'];

/** The limits of an order, metres. */
type TierLimits = Readonly<Record<Tier['limit'], number>>;

/** The tiers of an order, nearest first. */
export const tiersWithin = (limits: TierLimits): readonly { readonly id: TierId; readonly limit_m: number }[] =>
  TIERS.map(({ id, limit }) => ({ id, limit_m: limits[limit] }));

/** What `make` gives for each tier. */
export const inEachTier = <T>(make: (id: TierId) => T): Readonly<Record<TierId, T>> =>
  Object.fromEntries(TIERS.map(({ id }) => [id, make(id)])) as Record<TierId, T>; // `fromEntries` forgets the names
