import { AlertId, IncidentId, OrderId, PersonId, UnitId, ZoneId } from '../../../shared/domain/ids.ts';
import { destination } from '../../../shared/domain/geo/geodesic.ts';
import type { Fix, LonLat } from '../../../shared/domain/fixes.ts';
import type { Order, Zone } from '../../../shared/domain/orders.ts';
import { evaluateOrder } from '../../../shared/domain/rules/evaluate.ts';
import { noRules } from '../../../shared/domain/rules/types.ts';
import type { AlertChange, OrderRules, Subject } from '../../../shared/domain/rules/types.ts';
import { loadPolicy } from '../../../main/files/policy.ts';

export const policy = loadPolicy();
/** Friday 2026-05-08 19:40 in Seoul. */
export const T0 = Date.UTC(2026, 4, 8, 10, 40);
export const HOME: LonLat = [126.9236, 37.5568];

export const V1 = PersonId.parse('V1');
export const O1 = PersonId.parse('O1');
export const U1 = UnitId.parse('U1');
export const I1 = IncidentId.parse('I1');

export const zone: Zone = {
  id: ZoneId.parse('Z1'),
  kind: 'home',
  shape: { type: 'circle', centre: HOME, radius_m: 100 },
  buffer_m: 200,
  schedule: null,
};

export const order = (changes: Partial<Order> = {}): Order => ({
  id: OrderId.parse('ORD1'),
  basis: 'test',
  number: '2026-1',
  issuer: 'test court',
  validFrom_ms: T0 - 86_400_000,
  validTo_ms: T0 + 86_400_000,
  revokedAt_ms: null,
  offender: O1,
  victims: [V1],
  limits: policy.limits,
  zones: [],
  ...changes,
});

export const subject = (at: LonLat, at_ms: number, changes: Partial<Fix> = {}, fixes = 1): Subject => ({
  fix: {
    at_ms,
    lon: at[0],
    lat: at[1],
    accuracy_m: 5,
    speed_mps: null,
    heading_deg: null,
    source: 'gnss',
    battery_percent: null,
    ...changes,
  },
  interval_s: 1,
  topSpeed_mps: 1.4,
  fixes,
});

export const counter = (prefix: string): (() => string) => {
  let n = 0;
  return () => `${prefix}${(n += 1)}`;
};

export const alertIds = (): (() => AlertId) => {
  const next = counter('A');
  return () => AlertId.parse(next());
};

/**
 * Runs one order at 1 Hz: the offender stands `distance(t)` metres east of the victim at second t, or sends nothing where that is
 * null. Returns every change with its second.
 */
export const drive = (
  seconds: number,
  distance: (t: number) => number | null,
  options: { readonly order?: Order; readonly accuracy_m?: number; readonly rules?: OrderRules } = {},
): { readonly changes: readonly (AlertChange & { readonly t: number })[]; readonly rules: OrderRules } => {
  const ids = alertIds();
  const changes: (AlertChange & { readonly t: number })[] = [];
  let rules = options.rules ?? noRules;
  let offender: Subject | null = null;
  for (let t = 0; t <= seconds; t += 1) {
    const now_ms = T0 + t * 1000;
    const d = distance(t);
    const accuracy_m = options.accuracy_m ?? 5;
    if (d !== null) offender = subject(destination(HOME, 90, d), now_ms, { accuracy_m }, (offender?.fixes ?? 0) + 1);
    const scene = {
      order: options.order ?? order(),
      now_ms,
      offender,
      victims: new Map([[V1, subject(HOME, now_ms, { accuracy_m })]]),
    };
    const step = evaluateOrder(rules, scene, policy, ids);
    rules = step.rules;
    changes.push(...step.changes.map((change) => ({ ...change, t })));
  }
  return { changes, rules };
};
