import { AlertId, IncidentId, OrderId, PersonId, UnitId, ZoneId } from '../../../shared/domain/ids.ts';
import { destination } from '../../../shared/domain/geo/geodesic.ts';
import type { DeviceSign, Fix, LonLat } from '../../../shared/domain/fixes.ts';
import type { Order, Zone } from '../../../shared/domain/orders.ts';
import { evaluateOrder } from '../../../shared/domain/rules/evaluate.ts';
import { noRules } from '../../../shared/domain/rules/types.ts';
import type { AlertChange, OrderRules } from '../../../shared/domain/rules/types.ts';
import { loadPolicy } from '../../../main/files/policy.ts';
import { createTrackBuffer } from '../../../main/monitoring/tracks/buffer.ts';
import { createToldByDevices } from '../../../main/monitoring/tracks/told.ts';
import type { ToldByDevices } from '../../../main/monitoring/tracks/told.ts';
import { createTracks } from '../../../main/monitoring/tracks/tracks.ts';
import type { Tracks } from '../../../main/monitoring/tracks/tracks.ts';
import type { Subject } from '../../../shared/domain/proximity/types.ts';

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
  before_ms: at_ms,
  held: null,
  heard_ms: at_ms,
  twoPlaces: null,
  doubted_ms: null,
  hasCollapsed: false,
  interval_s: 1,
  isIntervalKnown: true,
  topSpeed_mps: 1.4,
  fixes,
  path: createTrackBuffer(policy.track.memory_s * 1000, policy.uncertainty.defaultAccuracy_m).path,
});

export const counter = (prefix: string): (() => string) => {
  let n = 0;
  return () => `${prefix}${(n += 1)}`;
};

export const alertIds = (): (() => AlertId) => {
  const next = counter('A');
  return () => AlertId.parse(next());
};

/** A fix of a person at a place, with whatever else it says; accuracy 5 m. */
export const fixAt = (at_ms: number, at: LonLat, changes: Partial<Fix> = {}): Fix => ({
  ...{ at_ms, lon: at[0], lat: at[1], accuracy_m: 5, speed_mps: null, heading_deg: null },
  ...{ source: 'gnss' as const, battery_percent: null, ...changes },
});

export type Change = AlertChange & { readonly t: number };

/** What people report at second t: who, and a fix, whose own time may be another. */
export type Reports = (t: number) => readonly (readonly [PersonId, Fix])[];

/** What people's devices say at second t beside fixes. */
export type Signs = (t: number) => readonly (readonly [PersonId, DeviceSign])[];

/** Everything an order's rules said in a run, and what is needed to go on from its end. */
export type Run = {
  readonly changes: readonly Change[];
  readonly rules: OrderRules;
  readonly tracks: Tracks;
  readonly told: ToldByDevices;
};

/**
 * Runs one order on the server's own tracks, second by second from T0: all reports of a second are taken, then the rules are stepped
 * once. `interval_s` is what every device is configured to, null for none.
 */
export const play = (
  seconds: number,
  reports: Reports,
  options: {
    readonly order?: Order;
    readonly rules?: OrderRules;
    readonly tracks?: Tracks;
    readonly told?: ToldByDevices;
    readonly signs?: Signs;
    readonly from_s?: number;
    readonly interval_s?: number | null;
    readonly watched?: boolean;
  } = {},
): Run => {
  const ids = alertIds();
  const tracks = options.tracks ?? createTracks(policy);
  const told = options.told ?? createToldByDevices(policy);
  const changes: Change[] = [];
  let rules = options.rules ?? noRules;
  for (let t = options.from_s ?? 0; t <= seconds; t += 1) {
    const now_ms = T0 + t * 1000;
    const interval_s = options.interval_s === undefined ? 1 : options.interval_s;
    const heard = reports(t).flatMap(([id, fix]) => {
      told.newest(id, fix.at_ms, now_ms);
      const joined = tracks.add({ id, interval_s }, fix);
      tracks.hear(id, now_ms);
      if (joined.refused === 'duplicate') told.repeat(id, now_ms);
      if (joined.heard.length > 0) told.fixes(id, joined.heard, now_ms);
      return joined.heard;
    });
    for (const [id, sign] of options.signs?.(t) ?? []) {
      tracks.hear(id, now_ms);
      told.signs(id, [sign], now_ms);
    }
    const watchedFrom_ms = options.watched === true ? T0 : null;
    const watch = { subjectOf: tracks.subject, toldOf: told.of, watchedFrom_ms, isInOutage: () => false };
    const scene = { order: options.order ?? order(), now_ms, heard, ...watch };
    const step = evaluateOrder(rules, scene, policy, ids);
    rules = step.rules;
    changes.push(...step.changes.map((change) => ({ ...change, t })));
  }
  return { changes, rules, tracks, told };
};

/**
 * Runs one order at 1 Hz: the victim stays at home, the offender stands `distance(t)` metres east at second t, or sends nothing where
 * that is null.
 */
export const drive = (
  seconds: number,
  distance: (t: number) => number | null,
  options: { readonly order?: Order; readonly accuracy_m?: number; readonly rules?: OrderRules } = {},
): Run => {
  const accuracy_m = options.accuracy_m ?? 5;
  return play(
    seconds,
    (t) => {
      const now_ms = T0 + t * 1000;
      const d = distance(t);
      const victim = [V1, fixAt(now_ms, HOME, { accuracy_m })] as const;
      return d === null ? [victim] : [[O1, fixAt(now_ms, destination(HOME, 90, d), { accuracy_m })], victim];
    },
    options,
  );
};
