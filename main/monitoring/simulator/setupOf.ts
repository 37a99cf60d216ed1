import type { Order } from '../../../shared/domain/orders.ts';
import type { Limits } from '../../../shared/domain/policy.ts';
import type { Setup } from '../register/setup.ts';
import type { SimPatrol } from './patrols.ts';
import type { SimPerson } from './people.ts';
import type { PlacedOrder, Scenario } from './scenario.ts';

const DAY_MS = 86_400_000;

const orderOf = (placed: PlacedOrder, start_ms: number, limits: Limits): Order => ({
  id: placed.id,
  basis: placed.basis,
  number: placed.number,
  issuer: placed.issuer,
  validFrom_ms: start_ms - placed.validSince_days * DAY_MS,
  validTo_ms: start_ms + placed.validFor_days * DAY_MS,
  revokedAt_ms: null,
  offender: placed.offender,
  victims: placed.victims,
  limits: placed.limits ?? limits,
  zones: placed.zones,
});

/** What the server is to watch over, as a scenario has it at its start. */
export const setupOf = (
  scenario: Scenario,
  orders: readonly PlacedOrder[],
  people: readonly SimPerson[],
  patrols: readonly SimPatrol[],
  at: { readonly start_ms: number; readonly limits: Limits },
): Setup => ({
  name: scenario.name,
  people: people.map(({ person }) => person),
  orders: orders.map((order) => orderOf(order, at.start_ms, at.limits)),
  units: patrols.map(({ unit, start }) => ({ unit, at: start })),
  places: scenario.gazetteer.places,
});
