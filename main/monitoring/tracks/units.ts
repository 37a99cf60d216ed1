import type { Fix } from '../../../shared/domain/fixes.ts';
import type { UnitId } from '../../../shared/domain/ids.ts';
import type { Setup } from '../register/setup.ts';

/** Where the patrols are: their last position only; patrols are free to see and leave no track. */
export type UnitFixes = {
  /** False for a unit that is not in the setup or a fix older than the last. */
  readonly put: (unit: UnitId, fix: Fix) => boolean;
  readonly get: (unit: UnitId) => Fix | undefined;
};

export const createUnitFixes = (units: Setup['units'], now_ms: number): UnitFixes => {
  const fixes = new Map<UnitId, Fix>(
    units.map(({ unit, at: [lon, lat] }) => [
      unit.id,
      {
        at_ms: now_ms,
        lon,
        lat,
        accuracy_m: null,
        speed_mps: null,
        heading_deg: null,
        source: 'gnss',
        battery_percent: null,
      },
    ]),
  );
  return {
    put: (unit, fix) => {
      const last = fixes.get(unit);
      if (last === undefined || fix.at_ms < last.at_ms) return false;
      fixes.set(unit, fix);
      return true;
    },
    get: (unit) => fixes.get(unit),
  };
};
