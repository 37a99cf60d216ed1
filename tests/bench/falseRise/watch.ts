import type { Certainty, Level } from '../../../shared/domain/codes.ts';
import type { Fix, LonLat } from '../../../shared/domain/fixes.ts';
import { AlertId } from '../../../shared/domain/ids.ts';
import { Order } from '../../../shared/domain/orders.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { evaluateOrder } from '../../../shared/domain/rules/evaluate.ts';
import { noRules } from '../../../shared/domain/rules/types.ts';
import { createTracks } from '../../../main/monitoring/tracks/tracks.ts';
import type { Noise } from './noise.ts';

const START_MS = Date.UTC(2026, 4, 8, 10, 40);
const HOME: LonLat = [126.9236, 37.5568];
/** Metres in a degree of latitude and of longitude at home; over the 3 km of this bench the earth is as good as flat. */
const NORTH_M = 110_990;
const EAST_M = 88_370;
const ZONE_M = 100;
const BUFFER_M = 200;
/** A stationary pair stands at so many times the limit. */
export const STANDS_AT = 1.15;

/** A limit that is watched: where its line runs, metres east of home, and where somebody who only stands near it stands. */
export type Watched = { readonly level: Level; readonly line_m: number; readonly stands_m: number };

/** Every limit of an order; the edge of a zone is no distance, so that its radius stands for it. */
export const limitsOf = ({ limits }: Policy): readonly Watched[] => [
  ...(['warning', 'alert', 'contact'] as const).map((level) => {
    const line_m = limits[`${level}_m`];
    return { level, line_m, stands_m: STANDS_AT * line_m };
  }),
  { level: 'buffer', line_m: ZONE_M + BUFFER_M, stands_m: ZONE_M + STANDS_AT * BUFFER_M },
  { level: 'zone', line_m: ZONE_M, stands_m: STANDS_AT * ZONE_M },
];

const orderOf = (policy: Policy, ofZone: boolean): Order =>
  Order.parse({
    id: 'bench',
    basis: '가상',
    number: '모의-1',
    issuer: '가상지방법원',
    validFrom_ms: 0,
    validTo_ms: 8e15,
    revokedAt_ms: null,
    offender: 'offender',
    victims: ['victim'],
    limits: policy.limits,
    zones: ofZone
      ? [
          {
            id: 'home',
            kind: 'home',
            shape: { type: 'circle', centre: HOME, radius_m: ZONE_M },
            buffer_m: BUFFER_M,
            schedule: null,
          },
        ]
      : [],
  });

/** A rise to the level that is watched. */
export type Rise = { readonly t_s: number; readonly certainty: Certainty };

/** Runs the rules over a pair that reports every `every_s` seconds: she at home, he so far east of it. Of a zone she is far away. */
export const risesOf = (given: {
  readonly watched: Watched;
  readonly east_m: (t_s: number) => number;
  readonly noises: readonly [offender: Noise, victim: Noise];
  readonly every_s: number;
  readonly lasts_s: number;
  readonly policy: Policy;
}): readonly Rise[] => {
  const { watched, every_s, lasts_s, policy } = given;
  const { level } = watched;
  const ofZone = level === 'zone' || level === 'buffer';
  const order = orderOf(policy, ofZone);
  const [offender, victim] = [
    { id: order.offender, interval_s: every_s },
    { id: order.victims[0] ?? order.offender, interval_s: every_s },
  ];
  const tracks = createTracks(policy);
  let rules = noRules;
  let alerts = 0;
  const newAlertId = () => AlertId.parse(`alert-${(alerts += 1)}`);
  const fixAt = (t_s: number, east_m: number, noise: Noise): Fix => {
    const error = noise(t_s);
    return {
      at_ms: START_MS + t_s * 1000,
      lon: HOME[0] + (east_m + error.east_m) / EAST_M,
      lat: HOME[1] + error.north_m / NORTH_M,
      accuracy_m: error.accuracy_m,
      speed_mps: null,
      heading_deg: null,
      source: 'gnss',
      battery_percent: null,
    };
  };
  const rises: Rise[] = [];
  for (let t_s = 0; t_s <= lasts_s; t_s += every_s) {
    const heard = [
      ...tracks.add(victim, fixAt(t_s, ofZone ? 50_000 : 0, given.noises[1])).heard,
      ...tracks.add(offender, fixAt(t_s, given.east_m(t_s), given.noises[0])).heard,
    ];
    const scene = {
      order,
      now_ms: START_MS + t_s * 1000,
      subjectOf: tracks.subject,
      toldOf: () => null,
      isInOutage: () => false,
      heard,
      watchedFrom_ms: null,
    };
    const done = evaluateOrder(rules, scene, policy, newAlertId);
    ({ rules } = done);
    for (const change of done.changes) {
      const rose = change.kind === 'raised' || change.kind === 'updated' || (change.kind === 'level' && change.rose);
      if (rose && change.alert.level === level) rises.push({ t_s, certainty: change.alert.certainty });
    }
  }
  return rises;
};
