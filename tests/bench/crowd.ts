import type { Limits } from '../../shared/domain/policy.ts';

/** One device of a crowd: who it is and where it stands when the clock is at zero. */
export type Device = {
  readonly deviceId: string;
  readonly personId: string;
  readonly role: 'offender' | 'victim';
  readonly lon: number;
  readonly lat: number;
  /** Degrees; it walks a circle that starts this way. */
  readonly heading_deg: number;
};

/** Pairs of an offender and a victim under one order each, on a grid over Seoul. */
export type Crowd = {
  readonly name: string;
  readonly pairs: number;
  /** How far east of the victim the offender of a pair stands, metres. */
  readonly apart_m: (pair: number) => number;
  /** Tiers of every order; null for the policy's. */
  readonly limits: Limits | null;
};

/** Pairs inside the warning tier: some work for the rules and the record, as on a busy evening. */
const CLOSE_PAIRS = 10;

/** The crowd of `bench load`: 500 orders, each offender 8 km off, ten of them 1.5 km. */
export const LOAD: Crowd = {
  name: 'bench-load',
  pairs: 500,
  apart_m: (pair) => (pair < CLOSE_PAIRS ? 1500 : 8000),
  limits: null,
};

/** A degree of latitude, metres (IUGG mean radius 6,371,008.8 m × π / 180). */
const DEGREE_M = 111_195;
const CENTRE = { lon: 126.99, lat: 37.55 } as const;
const WALK_MPS = 1.4;
const CIRCLE_M = 60;
const COLUMNS = 25;
const SPACING_M = 600;

/** Degrees of longitude that so many metres are in Seoul. */
export const east_deg = (metres: number): number => metres / (DEGREE_M * Math.cos((CENTRE.lat * Math.PI) / 180));
const tagOf = (pair: number): string => String(pair).padStart(4, '0');
const pairsOf = (crowd: Crowd): readonly number[] => Array.from({ length: crowd.pairs }, (_, index) => index);

/** Id of the order of a pair. */
export const orderIdOf = (pair: number): string => `order-bench-${tagOf(pair)}`;

/** @returns everybody of a crowd: of each pair the victim, then the offender. */
export const devicesOf = (crowd: Crowd): readonly Device[] =>
  pairsOf(crowd).flatMap((pair): readonly Device[] => {
    const row = Math.floor(pair / COLUMNS);
    const rows = Math.ceil(crowd.pairs / COLUMNS);
    const lat = CENTRE.lat + ((row - rows / 2) * SPACING_M) / DEGREE_M;
    const lon = CENTRE.lon + east_deg(((pair % COLUMNS) - (COLUMNS - 1) / 2) * SPACING_M);
    const heading_deg = (pair * 37) % 360;
    const tag = tagOf(pair);
    return [
      { deviceId: `bench-v${tag}`, personId: `V-bench-${tag}`, role: 'victim', lon, lat, heading_deg },
      {
        deviceId: `bench-o${tag}`,
        personId: `O-bench-${tag}`,
        role: 'offender',
        lon: lon + east_deg(crowd.apart_m(pair)),
        lat,
        heading_deg: (heading_deg + 90) % 360,
      },
    ];
  });

/** @returns the scenario file that makes a crowd known to the server; JSON is YAML too. */
export const scenarioOf = (crowd: Crowd): string => {
  const devices = devicesOf(crowd);
  return JSON.stringify({
    name: crowd.name,
    title: { ko: '부하 시험', en: 'Load' },
    summary: { ko: `장치 ${devices.length}대`, en: `${devices.length} devices` },
    start: '2026-03-06T19:30:00+09:00',
    duration_s: 3600,
    seed: 1,
    people: devices.map(({ deviceId, personId, role, lon, lat }) => ({
      id: personId,
      role,
      name: `가명 ${personId}`,
      device: { id: deviceId, interval_s: 1, accuracy_m: 3 },
      at: [lon, lat],
    })),
    orders: pairsOf(crowd).map((pair) => {
      const victim = devices[pair * 2];
      return {
        id: orderIdOf(pair),
        basis: '부하 시험',
        number: `모의-${tagOf(pair)}`,
        issuer: '가상지방법원',
        offender: `O-bench-${tagOf(pair)}`,
        victims: [`V-bench-${tagOf(pair)}`],
        limits: crowd.limits,
        zones: [
          {
            id: `zone-bench-${tagOf(pair)}`,
            kind: 'home',
            shape: { type: 'circle', centre: [victim?.lon ?? 0, victim?.lat ?? 0], radius_m: 100 },
            buffer_m: 200,
          },
        ],
      };
    }),
  });
};

/** A position as devices send it in a JSON batch. */
export type SentFix = {
  readonly at_ms: number;
  readonly lon: number;
  readonly lat: number;
  readonly accuracy_m: number;
  readonly speed_mps: number;
};

/** @returns where a device is at a time: on a circle of 60 m, at walking pace. */
export const positionAt = (device: Device, at_ms: number): SentFix => {
  const angle = (device.heading_deg * Math.PI) / 180 + (WALK_MPS * at_ms) / 1000 / CIRCLE_M;
  return {
    at_ms,
    lon: device.lon + east_deg(CIRCLE_M * Math.cos(angle)),
    lat: device.lat + (CIRCLE_M * Math.sin(angle)) / DEGREE_M,
    accuracy_m: 8,
    speed_mps: WALK_MPS,
  };
};
