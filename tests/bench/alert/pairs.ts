import { devicesOf, east_deg, type Crowd, type Device, type SentFix } from '../crowd.ts';

/** Everybody who is watched: 2,000 devices of 1,000 orders. Only the first pairs raise alerts; each once. */
const PAIRS = 1000;

/** Where the offender of a pair stands who will raise an alert, where he is caught, and where he goes then. */
const OUTSIDE_M = 1060;
const INSIDE_M = 985;
const AWAY_M = 1250;
const NEVER_M = 8000;

/** He stays inside for so long, then leaves at the pace of a car: a position that comes late is not overtaken by his leaving. */
const STAY_MS = 10_000;
const LEAVING_MPS = 50;

/** Before the breaching position comes he is not heard for so long: the step inwards is then one that a car can make. */
export const HUSHED_MS = 1200;

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
  return Math.min(INSIDE_M + left_s * LEAVING_MPS, AWAY_M) - OUTSIDE_M;
};

/** @returns a device's position; `breachAt_ms` is when its pair's alert is due, null for a pair that raises none. */
export const placeAt = (device: PairDevice, at_ms: number, breachAt_ms: number | null): SentFix => {
  const moved_m = breachAt_ms === null || device.role === 'victim' ? 0 : shift_m(at_ms - breachAt_ms);
  return { at_ms, lon: device.lon + east_deg(moved_m), lat: device.lat, accuracy_m: 3, speed_mps: 1.4 };
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
