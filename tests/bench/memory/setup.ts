import type { Fix } from '../../../shared/domain/fixes.ts';
import { DeviceId, OrderId, PersonId } from '../../../shared/domain/ids.ts';
import type { Person } from '../../../shared/domain/orders.ts';
import type { Limits } from '../../../shared/domain/policy.ts';
import type { Setup } from '../../../main/monitoring/register/setup.ts';
import { devicesOf, east_deg, orderIdOf, type Crowd, type Device } from '../crowd.ts';

export const PAIRS = 5000;
const FAR_M = 5000;
const NEAR_M = 800;
const DAY_MS = 86_400_000;

const CROWD: Crowd = { name: 'bench-memory', pairs: PAIRS, apart_m: () => FAR_M, limits: null };

/** Everybody of the crowd, by pair: victim, then offender. */
export const DEVICES: readonly Device[] = devicesOf(CROWD);

const personOf = (device: Device, interval_s: number): Person => ({
  id: PersonId.parse(device.personId),
  role: device.role,
  name: `가명 ${device.personId}`,
  deviceId: DeviceId.parse(device.deviceId),
  interval_s,
});

/** The people of the first pairs, all of them if not said otherwise, under orders that hold for the day and the next. */
export const setupFrom = (start_ms: number, interval_s: number, limits: Limits, pairs = PAIRS): Setup => {
  const people = DEVICES.slice(0, pairs * 2).map((device) => personOf(device, interval_s));
  return {
    name: CROWD.name,
    people,
    orders: Array.from({ length: pairs }, (_, pair) => {
      const [victim, offender] = people.slice(pair * 2, pair * 2 + 2);
      if (victim === undefined || offender === undefined) throw new Error(`pair ${pair} has no people`);
      return {
        id: OrderId.parse(orderIdOf(pair)),
        basis: '부하 시험',
        number: `모의-${pair}`,
        issuer: '가상지방법원',
        validFrom_ms: start_ms - DAY_MS,
        validTo_ms: start_ms + 2 * DAY_MS,
        revokedAt_ms: null,
        offender: offender.id,
        victims: [victim.id],
        limits,
        zones: [],
      };
    }),
    units: [],
    places: [],
  };
};

/** @returns a device's fix; `isNear` puts an offender inside the alert tier. */
export const fixOf = (device: Device, at_ms: number, isNear: boolean): Fix => ({
  at_ms,
  lon: device.lon - (isNear ? east_deg(FAR_M - NEAR_M) : 0),
  lat: device.lat,
  accuracy_m: 8,
  speed_mps: 1.4,
  heading_deg: null,
  source: 'gnss',
  battery_percent: 80,
});
