import type { Separation } from '../alerts.ts';
import type { Certainty } from '../codes.ts';
import { distance_m } from '../geo/geodesic.ts';
import type { Policy } from '../policy.ts';
import type { Subject } from '../rules/types.ts';
import { radius_m } from './radius.ts';

/** A distance with its bounds, metres; signed where it is measured to the edge of a zone. */
export type Bounded = { readonly d: number; readonly min: number; readonly max: number };

/** Distance of two subjects with its bounds: `max(0, d − Ro − Rv)` to `d + Ro + Rv`. */
export const separate = (offender: Subject, victim: Subject, now_ms: number, policy: Policy): Separation => {
  const d = distance_m([offender.fix.lon, offender.fix.lat], [victim.fix.lon, victim.fix.lat]);
  const r = radius_m(offender, now_ms, policy) + radius_m(victim, now_ms, policy);
  return { distance_m: d, min_m: Math.max(0, d - r), max_m: d + r };
};

export const bounded = (s: Separation): Bounded => ({ d: s.distance_m, min: s.min_m, max: s.max_m });

/** For a limit L: confirmed when max ≤ L, likely when d ≤ L, possible when min ≤ L, else null. */
export const certaintyWithin = (b: Bounded, limit_m: number): Certainty | null =>
  b.max <= limit_m ? 'confirmed' : b.d <= limit_m ? 'likely' : b.min <= limit_m ? 'possible' : null;

export const certaintyOf = (s: Separation, limit_m: number): Certainty | null => certaintyWithin(bounded(s), limit_m);
