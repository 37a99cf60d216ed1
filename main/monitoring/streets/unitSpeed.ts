import type { Policy } from '../../../shared/domain/policy.ts';
import { unreachable } from '../../../shared/domain/result.ts';
import type { UnitKind } from '../../../shared/domain/units.ts';

/** Speed a unit on call is reckoned with, metres per second, from the policy. */
export const unitSpeed_mps = (kind: UnitKind, units: Policy['units']): number => {
  switch (kind) {
    case 'car':
      return units.car_mps;
    case 'motorbike':
      return units.motorbike_mps;
    case 'foot':
      return units.foot_mps;
    default:
      return unreachable(kind);
  }
};
