import { destination } from '../../../shared/domain/geo/geodesic.ts';
import type { Fix, FixSource } from '../../../shared/domain/fixes.ts';
import type { Chance } from './random.ts';
import type { Body } from './way.ts';
import { placeOf } from './way.ts';

export type DeviceProfile = {
  readonly interval_s: number;
  /** Typical 68 % radius, metres. */
  readonly accuracy_m: number;
  readonly source: FixSource;
  readonly battery_percent: number | null;
};

/** A body's positioning device. */
export type Device = {
  /** One second of drift, then a fix when one is due. */
  readonly tick: (body: Body, second: number, at_ms: number) => Fix | null;
  /** No fix from now until this second of the scenario (Infinity = for good). */
  readonly silence: (until_s: number) => void;
  readonly setBattery: (percent: number) => void;
};

/** 68 % radius of a two-dimensional normal error, in standard deviations of one axis: √(−2 ln 0.32). */
const RADIUS_68 = Math.sqrt(-2 * Math.log(0.32));
/** A receiver's error creeps rather than jumps: this share of it is still there a second later. */
const ERROR_MEMORY = 0.95;
/** A phone in use loses about a tenth of its charge an hour. */
const BATTERY_LOSS_PER_S = 10 / 3600;
const DEGREES = 180 / Math.PI;

const rounded = (value: number, step: number): number => Math.round(value / step) * step;

/** A device that reports a body's place every interval, off by a creeping error of about the radius it reports. */
export const createDevice = (profile: DeviceProfile, chance: Chance): Device => {
  const sigma = profile.accuracy_m / RADIUS_68;
  const phase = Math.floor(chance.between(0, profile.interval_s));
  let [east, north] = [sigma * chance.normal(), sigma * chance.normal()];
  let quietUntil = -1;
  let battery = profile.battery_percent;

  const drift = (): void => {
    const keep = ERROR_MEMORY ** profile.interval_s;
    const fresh = sigma * Math.sqrt(1 - keep * keep);
    east = keep * east + fresh * chance.normal();
    north = keep * north + fresh * chance.normal();
  };

  return {
    tick: (body, second, at_ms) => {
      if (second % profile.interval_s !== phase) return null;
      drift();
      if (battery !== null) battery = Math.max(1, battery - BATTERY_LOSS_PER_S * profile.interval_s);
      if (second < quietUntil) return null;
      const [lon, lat] = destination(placeOf(body), Math.atan2(east, north) * DEGREES, Math.hypot(east, north));
      return {
        at_ms,
        // A device reports about a centimetre of digits, whatever it is worth.
        lon: Math.round(lon * 1e7) / 1e7,
        lat: Math.round(lat * 1e7) / 1e7,
        accuracy_m: rounded(profile.accuracy_m * chance.between(0.8, 1.3), 0.5) || profile.accuracy_m,
        speed_mps: Math.round(body.speed_mps * 100) / 100,
        heading_deg: body.speed_mps > 0.3 ? Math.round(body.heading_deg) % 360 : null,
        source: profile.source,
        battery_percent: battery === null ? null : Math.round(battery),
      };
    },
    silence: (until_s) => {
      quietUntil = Math.max(quietUntil, until_s);
    },
    setBattery: (percent) => {
      battery = percent;
    },
  };
};
