import type { LonLat } from '../../../shared/domain/fixes.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import type { Unit } from '../../../shared/domain/units.ts';
import { unitSpeed_mps } from '../streets/unitSpeed.ts';
import { createDevice } from './device.ts';
import type { Device } from './device.ts';
import { chance } from './random.ts';
import type { PlacedUnit } from './scenario.ts';
import type { SimSettings } from './people.ts';
import { goTo, inTurn, roam, wait } from './tasks.ts';
import type { Task } from './tasks.ts';
import type { Body } from './way.ts';

/** A patrol the simulator moves. */
export type SimPatrol = {
  readonly unit: Unit;
  readonly start: LonLat;
  readonly body: Body;
  readonly device: Device;
  readonly tick: () => void;
  /** Sends it to a place, where it stays; null lets it patrol again. */
  readonly send: (target: LonLat | null) => void;
};

/** A crew needs a moment to set out after it has been called, seconds. */
const SETTING_OUT_S = 5;
/** A target that moved less than this is the same target: the patrol keeps its way. */
const SAME_TARGET_M = 30;
/** Share of the speed on call at which a patrol cruises. */
const CRUISING = 0.6;
const REST_S = [15, 90] as const;
const ACCURACY_M = 5;

/** A patrol that roams around its start until it is sent somewhere. */
export const createPatrol = (
  placed: PlacedUnit,
  interval_s: number,
  settings: SimSettings & { readonly units: Policy['units'] },
): SimPatrol => {
  const luck = chance(settings.seed, `patrol ${placed.id}`);
  const speed_mps = unitSpeed_mps(placed.kind, settings.units);
  const body: Body = { lon: placed.at[0], lat: placed.at[1], speed_mps: 0, heading_deg: 0 };
  const patrolling = (): Task =>
    placed.roam_m === 0
      ? inTurn([])
      : roam(
          placed.at,
          { speed_mps: speed_mps * CRUISING, jitter: 0.15, radius_m: placed.roam_m, rest_s: REST_S },
          luck,
          settings.routes,
        );
  let target: LonLat | null = null;
  let task = patrolling();
  return {
    unit: { id: placed.id, callsign: placed.callsign, kind: placed.kind, station: placed.station },
    start: placed.at,
    body,
    device: createDevice(
      { interval_s, accuracy_m: ACCURACY_M, source: 'gnss', battery_percent: null },
      chance(settings.seed, `device ${placed.id}`),
    ),
    tick: () => void task.tick(body),
    send: (to) => {
      if (to === null) {
        if (target !== null) task = patrolling();
      } else if (target === null || distance_m(target, to) > SAME_TARGET_M) {
        const drive = goTo(to, { speed_mps, jitter: 0.1 }, luck, settings.routes);
        task = target === null ? inTurn([wait(SETTING_OUT_S), drive]) : drive;
      } else {
        return;
      }
      target = to;
    },
  };
};
