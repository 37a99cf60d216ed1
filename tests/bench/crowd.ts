/** One device of the crowd: who it is and where it stands when the clock is at zero. */
export type Device = {
  readonly deviceId: string;
  readonly personId: string;
  readonly role: 'offender' | 'victim';
  readonly lon: number;
  readonly lat: number;
  /** Degrees; it walks a circle that starts this way. */
  readonly heading_deg: number;
};

const PAIRS = 500;
/** Pairs inside the warning tier: some work for the rules and the record, as on a busy evening. */
const CLOSE_PAIRS = 10;
/** A degree of latitude, metres (IUGG mean radius 6,371,008.8 m × π / 180). */
const DEGREE_M = 111_195;
const CENTRE = { lon: 126.99, lat: 37.55 } as const;
const WALK_MPS = 1.4;
const CIRCLE_M = 60;

const pairs = Array.from({ length: PAIRS }, (_, index) => index);
const east_deg = (metres: number): number => metres / (DEGREE_M * Math.cos((CENTRE.lat * Math.PI) / 180));

/** 1,000 people of 500 orders: victims on a grid over Seoul, each offender 8 km off, ten of them 1.5 km. */
export const CROWD: readonly Device[] = pairs.flatMap((pair): readonly Device[] => {
  const row = Math.floor(pair / 25);
  const lat = CENTRE.lat + ((row - 10) * 600) / DEGREE_M;
  const lon = CENTRE.lon + east_deg(((pair % 25) - 12) * 600);
  const apart_m = pair < CLOSE_PAIRS ? 1500 : 8000;
  const heading_deg = (pair * 37) % 360;
  const tag = String(pair).padStart(3, '0');
  return [
    { deviceId: `bench-v${tag}`, personId: `V-bench-${tag}`, role: 'victim', lon, lat, heading_deg },
    {
      deviceId: `bench-o${tag}`,
      personId: `O-bench-${tag}`,
      role: 'offender',
      lon: lon + east_deg(apart_m),
      lat,
      heading_deg: (heading_deg + 90) % 360,
    },
  ];
});

/** @returns the scenario file that makes this crowd known to the server; JSON is YAML too. */
export const crowdScenario = (): string =>
  JSON.stringify({
    name: 'bench-load',
    title: { ko: '부하 시험', en: 'Load' },
    summary: { ko: '장치 1,000대', en: '1,000 devices' },
    start: '2026-03-06T19:30:00+09:00',
    duration_s: 3600,
    seed: 1,
    people: CROWD.map(({ deviceId, personId, role, lon, lat }) => ({
      id: personId,
      role,
      name: `가명 ${personId}`,
      device: { id: deviceId, interval_s: 1 },
      at: [lon, lat],
    })),
    orders: pairs.map((pair) => {
      const tag = String(pair).padStart(3, '0');
      const victim = CROWD[pair * 2];
      return {
        id: `order-bench-${tag}`,
        basis: '부하 시험',
        number: `모의-${tag}`,
        issuer: '가상지방법원',
        offender: `O-bench-${tag}`,
        victims: [`V-bench-${tag}`],
        zones: [
          {
            id: `zone-bench-${tag}`,
            kind: 'home',
            shape: { type: 'circle', centre: [victim?.lon ?? 0, victim?.lat ?? 0], radius_m: 100 },
            buffer_m: 200,
          },
        ],
      };
    }),
  });

/** @returns where a device is at a time: on a circle of 60 m, at walking pace. */
export const positionAt = (device: Device, at_ms: number): object => {
  const angle = (device.heading_deg * Math.PI) / 180 + (WALK_MPS * at_ms) / 1000 / CIRCLE_M;
  return {
    at_ms,
    lon: device.lon + east_deg(CIRCLE_M * Math.cos(angle)),
    lat: device.lat + (CIRCLE_M * Math.sin(angle)) / DEGREE_M,
    accuracy_m: 8,
    speed_mps: WALK_MPS,
  };
};
