import type { Chance } from '../../../main/monitoring/simulator/random.ts';
import type { Setup } from '../../../main/monitoring/register/setup.ts';
import { DeviceId, OperatorId, OrderId, PersonId, UnitId } from '../../../shared/domain/ids.ts';
import type { LonLat } from '../../../shared/domain/fixes.ts';
import type { Operator } from '../../../shared/domain/operators.ts';
import type { Order, Person } from '../../../shared/domain/orders.ts';
import type { Limits } from '../../../shared/domain/policy.ts';
import { offenderWay, victimWay } from './ways.ts';
import type { TrueWay } from './ways.ts';

/** Two people under one order, where they truly are at every moment, and how often their devices report. */
export type Pair = {
  readonly order: Order;
  readonly middle: LonLat;
  readonly offender: Walker;
  readonly victim: Walker;
};

export type Walker = {
  readonly person: Person;
  /** On the plane of the pair, metres from its middle. */
  readonly way: TrueWay;
  readonly interval_s: number;
  /** When the device reports first. */
  readonly first_ms: number;
};

export type Scene = {
  readonly epoch_ms: number;
  readonly lasts_ms: number;
  readonly pairs: readonly Pair[];
  readonly setup: Setup;
  readonly operators: readonly Operator[];
};

const EPOCH_MS = Date.parse('2026-05-08T19:40+09:00');
const DAY_MS = 86_400_000;
/** Each pair lives in a place of its own, far from every other. */
const MIDDLES: readonly LonLat[] = [
  [126.97, 37.55],
  [127.39, 36.35],
  [128.6, 35.87],
];
const SHORT_LIMITS: Limits = { warning_m: 400, alert_m: 200, contact_m: 60 };
const LIMITS: readonly Limits[] = [
  { warning_m: 600, alert_m: 300, contact_m: 60 },
  { warning_m: 400, alert_m: 200, contact_m: 60 },
];
const INTERVALS_S = [5, 10];

const personOf = (id: string, role: Person['role'], interval_s: number): Person => ({
  id: PersonId.parse(id),
  role,
  name: `가명 ${id}`,
  deviceId: DeviceId.parse(`device-${id}`),
  interval_s,
});

const operatorOf = (id: string, role: Operator['role']): Operator => ({ id: OperatorId.parse(id), name: id, role });

/** Who is monitored in a run, and where they go while it lasts. */
export const createScene = (chance: Chance, lasts_ms: number): Scene => {
  const pairs = MIDDLES.map((middle, index): Pair => {
    const limits = chance.pick(LIMITS) ?? SHORT_LIMITS;
    const [offender_s, victim_s] = [chance.pick(INTERVALS_S) ?? 5, chance.pick(INTERVALS_S) ?? 5];
    const way = { limits, lasts_ms, chance };
    const walker = (id: string, role: Person['role'], interval_s: number, of: TrueWay): Walker => ({
      person: personOf(id, role, interval_s),
      way: of,
      interval_s,
      first_ms: Math.round(chance.between(500, 5000)),
    });
    const victim = walker(`V${index}`, 'victim', victim_s, victimWay(way));
    const offender = walker(`O${index}`, 'offender', offender_s, offenderWay({ ...way, interval_s: offender_s }));
    return {
      middle,
      offender,
      victim,
      order: {
        id: OrderId.parse(`order-${index}`),
        basis: '가명 법',
        number: `${index}`,
        issuer: '가명 법원',
        validFrom_ms: EPOCH_MS - DAY_MS,
        validTo_ms: EPOCH_MS + 30 * DAY_MS,
        revokedAt_ms: null,
        offender: offender.person.id,
        victims: [victim.person.id],
        limits,
        zones: [],
      },
    };
  });
  const unit = { id: UnitId.parse('unit-1'), callsign: '순찰 1', kind: 'car', station: '가명서' } as const;
  return {
    epoch_ms: EPOCH_MS,
    lasts_ms,
    pairs,
    setup: {
      name: 'faults',
      people: pairs.flatMap(({ offender, victim }) => [offender.person, victim.person]),
      orders: pairs.map(({ order }) => order),
      units: [{ unit, at: [126.97, 37.56] }],
      places: [],
    },
    operators: [operatorOf('d1', 'dispatcher'), operatorOf('d2', 'dispatcher'), operatorOf('s1', 'supervisor')],
  };
};
