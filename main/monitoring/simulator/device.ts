import { destination } from '../../../shared/domain/geo/geodesic.ts';
import type { DeviceSign, Fix, FixSource } from '../../../shared/domain/fixes.ts';
import { unreachable } from '../../../shared/domain/result.ts';
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

/** What can be wrong with a device that goes on sending. */
export type DeviceFault =
  | {
      readonly kind: 'stuck' | 'place-faked' | 'no-valid-place' | 'set-up-wrongly' | 'two-places' | 'unpaired';
    }
  | { readonly kind: 'clock-wrong'; readonly offset_s: number };

/** What a device sends at one time: a fix where it has one, and what its message says beside it. */
export type DeviceMessage = { readonly fix: Fix | null; readonly signs: readonly DeviceSign[] };

/** A body's positioning device. */
export type Device = {
  /** One second of drift, then a message when one is due. */
  readonly tick: (body: Body, second: number, at_ms: number) => DeviceMessage | null;
  /** From now until this second of the scenario (Infinity = for good) something is wrong; the newest fault is the one that counts. */
  readonly fail: (fault: DeviceFault, until_s: number) => void;
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
/** How far north the other of two places is, metres: farther than anybody gets between two reports. */
const OTHER_PLACE_M = 20_000;

const rounded = (value: number, step: number): number => Math.round(value / step) * step;

/** A device that reports a body's place every interval, off by a creeping error of about the radius it reports. */
export const createDevice = (profile: DeviceProfile, chance: Chance): Device => {
  const sigma = profile.accuracy_m / RADIUS_68;
  const phase = Math.floor(chance.between(0, profile.interval_s));
  let [east, north] = [sigma * chance.normal(), sigma * chance.normal()];
  let quietUntil = -1;
  let battery = profile.battery_percent;
  let fault: DeviceFault | null = null;
  let failsUntil = -1;
  let last: Fix | null = null;
  /** Where the tracker was left by its wearer. */
  let left: Body | null = null;
  let elsewhere = false;

  const drift = (): void => {
    const keep = ERROR_MEMORY ** profile.interval_s;
    const fresh = sigma * Math.sqrt(1 - keep * keep);
    east = keep * east + fresh * chance.normal();
    north = keep * north + fresh * chance.normal();
  };

  const fixOf = (body: Body, at_ms: number): Fix => {
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
  };

  /** What a device with a fault sends instead. */
  const failing = (fault: DeviceFault, body: Body, at_ms: number): DeviceMessage => {
    switch (fault.kind) {
      case 'stuck':
        return { fix: last ?? fixOf(body, at_ms), signs: [] };
      case 'place-faked':
      case 'no-valid-place':
      case 'set-up-wrongly':
        return { fix: null, signs: [{ kind: 'heard' }, { kind: fault.kind }] };
      case 'clock-wrong':
        return { fix: null, signs: [{ kind: 'heard' }, fault] };
      case 'unpaired':
        left ??= { ...body, speed_mps: 0 };
        return { fix: fixOf(left, at_ms), signs: [{ kind: 'heard' }, { kind: 'unpaired' }] };
      case 'two-places': {
        elsewhere = !elsewhere;
        const fix = fixOf(body, at_ms);
        if (!elsewhere) return { fix, signs: [] };
        const [lon, lat] = destination([fix.lon, fix.lat], 0, OTHER_PLACE_M);
        return { fix: { ...fix, lon, lat }, signs: [] };
      }
      default:
        return unreachable(fault);
    }
  };

  return {
    tick: (body, second, at_ms) => {
      if (second % profile.interval_s !== phase) return null;
      drift();
      if (battery !== null) battery = Math.max(1, battery - BATTERY_LOSS_PER_S * profile.interval_s);
      if (second < quietUntil) return null;
      const message = second < failsUntil && fault !== null ? failing(fault, body, at_ms) : null;
      const { fix, signs } = message ?? { fix: fixOf(body, at_ms), signs: [] };
      last = fix ?? last;
      return { fix, signs };
    },
    fail: (what, until_s) => {
      fault = what;
      failsUntil = until_s;
      left = null;
    },
    silence: (until_s) => {
      quietUntil = Math.max(quietUntil, until_s);
    },
    setBattery: (percent) => {
      battery = percent;
    },
  };
};
