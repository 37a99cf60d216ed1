import { Metres } from '../alerts.ts';
import type { Separation } from '../alerts.ts';
import type { Certainty } from '../codes.ts';
import { distance_m } from '../geo/geodesic.ts';
import type { Policy } from '../policy.ts';
import { radius_m } from './radius.ts';
import type { Bounded, Subject } from './types.ts';

/** A distance with its bounds: the two discs around it can only bring people nearer to zero, never past it. */
export const apart = (d: number, radii_m: number): Bounded => ({ d, min: Math.max(0, d - radii_m), max: d + radii_m });

/** Distance of two subjects with its bounds: `max(0, d − Ro − Rv)` to `d + Ro + Rv`. */
export const separate = (offender: Subject, victim: Subject, now_ms: number, policy: Policy): Bounded => {
  const d = distance_m([offender.fix.lon, offender.fix.lat], [victim.fix.lon, victim.fix.lat]);
  return apart(d, radius_m(offender, now_ms, policy) + radius_m(victim, now_ms, policy));
};

/** What an entry keeps of a measured distance. Throws where a number of it is not finite: no entry may hold one. */
export const toSeparation = ({ d, min, max }: Bounded): Separation => ({
  distance_m: Metres.parse(d),
  min_m: Metres.parse(min),
  max_m: Metres.parse(max),
});

/** What an entry keeps of a measured distance, to be measured against again. */
export const boundedOf = ({ distance_m, min_m, max_m }: Separation): Bounded => ({
  d: distance_m,
  min: min_m,
  max: max_m,
});

/** For a limit L: confirmed when max ≤ L, likely when d ≤ L, possible when min ≤ L, else null. */
export const certaintyWithin = (b: Bounded, limit_m: number): Certainty | null =>
  b.max <= limit_m ? 'confirmed' : b.d <= limit_m ? 'likely' : b.min <= limit_m ? 'possible' : null;
