import type { LonLat } from '../../../shared/domain/fixes.ts';
import { distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { ReportedStep } from '../../../shared/domain/incidents/patrolReport.ts';
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
  /** What its crew says of the way to where it was sent; null while it says nothing. */
  readonly says: () => ReportedStep | null;
};

/** A crew needs a moment to set out after it has been called, seconds. */
const SETTING_OUT_S = 5;
/** A crew says that it has set out, seconds after it was called. */
const SAYS_EN_ROUTE_S = [7, 14] as const;
/** It has other things to do on arrival: whoever dispatches it is told by its place long before it says so. */
const SAYS_THERE_S = [45, 90] as const;
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
  const crew = chance(settings.seed, `crew ${placed.id}`);
  const saysEnRoute_s = crew.between(...SAYS_EN_ROUTE_S);
  const saysThere_s = crew.between(...SAYS_THERE_S);
  let target: LonLat | null = null;
  let sentFor_s = 0;
  let thereFor_s = 0;
  let task = patrolling();
  return {
    unit: { id: placed.id, callsign: placed.callsign, kind: placed.kind, station: placed.station },
    start: placed.at,
    body,
    device: createDevice(
      { interval_s, accuracy_m: ACCURACY_M, source: 'gnss', battery_percent: null },
      chance(settings.seed, `device ${placed.id}`),
    ),
    tick: () => {
      const isDone = task.tick(body);
      if (target === null) return;
      sentFor_s += 1;
      thereFor_s = isDone ? thereFor_s + 1 : 0;
    },
    says: () => {
      if (target === null || sentFor_s < saysEnRoute_s) return null;
      return thereFor_s >= saysThere_s ? 'on-scene' : 'en-route';
    },
    send: (to) => {
      if (to === null) {
        if (target !== null) task = patrolling();
        [sentFor_s, thereFor_s] = [0, 0];
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
