import type { Separation } from '../alerts.ts';
import type { Certainty } from '../codes.ts';
import { bearing_deg, offset_m } from '../geo/geodesic.ts';
import type { Limits, Policy } from '../policy.ts';
import type { Subject } from '../rules/types.ts';
import { certaintyOf, separate } from './separation.ts';

/** Compass sector of 45°, 0 = north, clockwise. */
export type Sector = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
export type Trend = 'closing' | 'steady' | 'opening';
export type Tier = 'contact' | 'alert' | 'warning';

export type Relation = {
  readonly separation: Separation;
  /** Where the offender is, seen from the victim; null when the radii overlap and no direction can be named. */
  readonly sector: Sector | null;
  readonly trend: Trend;
  /** Speed at which the distance shrinks; negative when it grows. */
  readonly closing_mps: number;
  /** Seconds until the contact limit at this closing speed; null when not closing. */
  readonly timeToContact_s: number | null;
  readonly level: Tier | 'none';
  readonly certainty: Certainty;
};

/** Below this speed of change the distance counts as steady: the noise of two fixes a second apart. */
const STEADY_MPS = 0.3;
const SECTORS: readonly Sector[] = [0, 1, 2, 3, 4, 5, 6, 7];
const TIERS: readonly Tier[] = ['contact', 'alert', 'warning'];

/** Sector that a bearing falls into. */
export const sectorOf = (bearing: number): Sector => SECTORS[Math.round(bearing / 45) % 8] ?? 0;

const velocity = (s: Subject): readonly [east: number, north: number] => {
  if (s.fix.speed_mps === null || s.fix.heading_deg === null) return [0, 0];
  const rad = (s.fix.heading_deg * Math.PI) / 180;
  return [Math.sin(rad) * s.fix.speed_mps, Math.cos(rad) * s.fix.speed_mps];
};

/** Rate at which the distance shrinks, from both velocities along the line between the two. */
const closingSpeed = (offender: Subject, victim: Subject): number => {
  const [x, y] = offset_m([victim.fix.lon, victim.fix.lat], [offender.fix.lon, offender.fix.lat]);
  const d = Math.hypot(x, y);
  if (d === 0) return 0;
  const [ox, oy] = velocity(offender);
  const [vx, vy] = velocity(victim);
  return -((ox - vx) * x + (oy - vy) * y) / d;
};

const tierOf = (s: Separation, limits: Limits): { readonly level: Tier | 'none'; readonly certainty: Certainty } => {
  const tiers = TIERS.map((level) => ({ level, certainty: certaintyOf(s, limits[`${level}_m`]) }));
  const sure = tiers.find((t) => t.certainty !== null && t.certainty !== 'possible');
  const any = sure ?? tiers.find((t) => t.certainty !== null);
  return any?.certainty ? { level: any.level, certainty: any.certainty } : { level: 'none', certainty: 'possible' };
};

/** How offender and victim stand to each other, without a coordinate: what a desk may see at the warning tier. */
export const relate = (
  offender: Subject,
  victim: Subject,
  limits: Limits,
  now_ms: number,
  policy: Policy,
): Relation => {
  const separation = separate(offender, victim, now_ms, policy);
  const closing_mps = closingSpeed(offender, victim);
  const bearing = bearing_deg([victim.fix.lon, victim.fix.lat], [offender.fix.lon, offender.fix.lat]);
  return {
    separation,
    sector: separation.min_m === 0 ? null : sectorOf(bearing),
    trend: closing_mps > STEADY_MPS ? 'closing' : closing_mps < -STEADY_MPS ? 'opening' : 'steady',
    closing_mps,
    timeToContact_s:
      closing_mps > STEADY_MPS ? Math.max(0, separation.distance_m - limits.contact_m) / closing_mps : null,
    ...tierOf(separation, limits),
  };
};
