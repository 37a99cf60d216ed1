import type { Certainty, DispatchCode, Level } from '../codes.ts';
import { enclosing } from '../geo/zones.ts';
import type { Enclosing } from '../geo/zones.ts';
import type { PersonId } from '../ids.ts';
import type { Rule } from '../alerts.ts';
import { ruleKey } from '../alerts.ts';
import type { Order, Zone } from '../orders.ts';
import type { Policy } from '../policy.ts';
import { TIERS } from '../tiers.ts';

/** One limit of a rule, with the code it raises. */
export type Tier = {
  readonly level: Level;
  readonly limit_m: number;
  readonly code: (c: Certainty) => DispatchCode;
  /** A fix that contradicts its own track waits to be borne out before it raises this. */
  readonly waits: boolean;
};

/** One rule of an order with its tiers, nearest first, and the farthest limit of them. */
type Planned = {
  readonly rule: Rule;
  readonly key: string;
  readonly tiers: readonly Tier[];
  readonly farthest_m: number;
};
export type ProximityPlan = Planned & { readonly victim: PersonId };
export type ZonePlan = Planned & { readonly zone: Zone; readonly enclosing: Enclosing };

/** What an order asks to be watched, laid out once instead of at every fix. */
export type Plan = { readonly proximity: readonly ProximityPlan[]; readonly zones: readonly ZonePlan[] };

/** A possible breach is Code 1 at most. */
const orPossible =
  (code: DispatchCode, possible: DispatchCode) =>
  (c: Certainty): DispatchCode =>
    c === 'possible' && code < possible ? possible : code;

const proximityTiers = ({ limits }: Order, { codes }: Policy): readonly Tier[] =>
  TIERS.map(({ id, limit, code, possibleCode, waits }) => ({
    level: id,
    limit_m: limits[limit],
    code: possibleCode === null ? () => codes[code] : orPossible(codes[code], codes[possibleCode]),
    waits,
  }));

const zoneTiers = (zone: Zone, { codes }: Policy): readonly Tier[] => [
  { level: 'zone', limit_m: 0, code: () => codes.zone, waits: false },
  ...(zone.buffer_m > 0
    ? [{ level: 'buffer' as const, limit_m: zone.buffer_m, code: () => codes.buffer, waits: false }]
    : []),
];

const planned = (rule: Rule, tiers: readonly Tier[]): Planned => ({
  rule,
  key: ruleKey(rule),
  tiers,
  farthest_m: Math.max(...tiers.map((tier) => tier.limit_m)),
});

const laidOut = (order: Order, policy: Policy): Plan => ({
  proximity: order.victims.map((victim) => ({
    ...planned({ type: 'proximity', victim }, proximityTiers(order, policy)),
    victim,
  })),
  zones: order.zones.map((zone) => ({
    ...planned({ type: 'zone', zone: zone.id }, zoneTiers(zone, policy)),
    zone,
    enclosing: enclosing(zone.shape),
  })),
});

const known = new WeakMap<Policy, WeakMap<Order, Plan>>();

/** The plan of an order; orders and policies never change in place, so each pair is laid out once. */
export const planOf = (order: Order, policy: Policy): Plan => {
  const ofPolicy = known.get(policy) ?? new WeakMap<Order, Plan>();
  known.set(policy, ofPolicy);
  const plan = ofPolicy.get(order) ?? laidOut(order, policy);
  ofPolicy.set(order, plan);
  return plan;
};
