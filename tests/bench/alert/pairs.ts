import { devicesOf, east_deg, type Crowd, type Device, type SentFix } from '../crowd.ts';

/** Everybody who is watched: 2,000 devices of 1,000 orders. Only the first pairs raise alerts; each once. */
const PAIRS = 1000;

/** Where the offender of a pair stands who will raise an alert, where he is caught, and where he goes then. */
const OUTSIDE_M = 1060;
const INSIDE_M = 985;
const AWAY_M = 1250;
const NEVER_M = 8000;

/** He comes and leaves in a car, and his device reports its speed: a step that a track cannot make is doubted, not alerted. */
const DRIVING_MPS = 30;
const WALKING_MPS = 1.4;

/** He stays inside for so long, then leaves: a position that comes late is not overtaken by his leaving. */
const STAY_MS = 10_000;

/** Before the breaching position comes he is not heard for so long: the car needs that time for the step inwards. */
export const HUSHED_MS = ((OUTSIDE_M - INSIDE_M) / DRIVING_MPS) * 1000;

/**
 * A crowd whose first `alerting` pairs can step from outside every tier into the alert tier between two reports: their orders'
 * warning tier is only just wider than the alert tier, so that the step raises one alert and no other before it.
 */
export const alertCrowd = (alerting: number): Crowd => ({
  name: 'bench-alert-latency',
  pairs: PAIRS,
  apart_m: (pair) => (pair < alerting ? OUTSIDE_M : NEVER_M),
  limits: { warning_m: 1030, alert_m: 1000, contact_m: 100 },
});

/** One device with the pair it belongs to. */
export type PairDevice = Device & { readonly pair: number };

export const pairDevices = (crowd: Crowd): readonly PairDevice[] =>
  devicesOf(crowd).map((device, index) => ({ ...device, pair: Math.floor(index / 2) }));

/** How far an offender has come since the moment of his breach, metres from where the crowd places him. */
const shift_m = (sinceBreach_ms: number): number => {
  if (sinceBreach_ms < 0) return 0;
  const left_s = Math.max(0, sinceBreach_ms - STAY_MS) / 1000;
  return Math.min(INSIDE_M + left_s * DRIVING_MPS, AWAY_M) - OUTSIDE_M;
};

const isDriving = (sinceBreach_ms: number): boolean =>
  sinceBreach_ms >= 0 && (sinceBreach_ms < HUSHED_MS || sinceBreach_ms >= STAY_MS);

/** @returns a device's position; `breachAt_ms` is when its pair's alert is due, null for a pair that raises none. */
export const placeAt = (device: PairDevice, at_ms: number, breachAt_ms: number | null): SentFix => {
  const since_ms = breachAt_ms === null || device.role === 'victim' ? -1 : at_ms - breachAt_ms;
  const lon = device.lon + east_deg(shift_m(since_ms));
  return { at_ms, lon, lat: device.lat, accuracy_m: 3, speed_mps: isDriving(since_ms) ? DRIVING_MPS : WALKING_MPS };
};

/**
 * @returns where a device was before the measurement. Offenders came nearer slowly: while their track is handed in, each point is
 * judged by its age, and none may touch a tier.
 */
export const placeBefore = (device: PairDevice, at_ms: number, until_ms: number): SentFix => {
  const place = placeAt(device, at_ms, null);
  const away_m = device.role === 'victim' ? 0 : ((until_ms - at_ms) / 1000) * 5;
  return { ...place, lon: place.lon + east_deg(away_m) };
};
