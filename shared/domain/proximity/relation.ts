import type { Certainty } from '../codes.ts';
import { bearing_deg, offset_m } from '../geo/geodesic.ts';
import type { Limits, Policy } from '../policy.ts';
import { tiersWithin } from '../tiers.ts';
import type { TierId } from '../tiers.ts';
import { age_s, grace_s } from './radius.ts';
import { certaintyWithin, separate } from './separation.ts';
import type { Bounded, Subject } from './types.ts';

/** Compass sector of 45°, 0 = north, clockwise. */
export type Sector = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
export type Trend = 'closing' | 'steady' | 'opening';

export type Relation = {
  readonly distance: Bounded;
  /** Where the offender is, seen from the victim; null when the radii overlap and no direction can be named. */
  readonly sector: Sector | null;
  readonly trend: Trend;
  /** Speed at which the distance shrinks; negative when it grows. */
  readonly closing_mps: number;
  /** Seconds until the contact limit at this closing speed; null when not closing. */
  readonly timeToContact_s: number | null;
  readonly level: TierId | 'none';
  readonly certainty: Certainty;
};

/** Below this speed of change the distance counts as steady: the noise of two fixes a second apart. */
const STEADY_MPS = 0.3;
const SECTORS: readonly Sector[] = [0, 1, 2, 3, 4, 5, 6, 7];

/** Sector that a bearing falls into. */
export const sectorOf = (bearing: number): Sector => SECTORS[Math.round(bearing / 45) % 8] ?? 0;

type Velocity = readonly [east_mps: number, north_mps: number];

/** As the device reports it, else from its last two fixes where the way between them is short; standing still otherwise. */
const velocity = ({ fix, path }: Subject, policy: Policy): Velocity => {
  if (fix.speed_mps !== null && fix.heading_deg !== null) {
    const rad = (fix.heading_deg * Math.PI) / 180;
    return [Math.sin(rad) * fix.speed_mps, Math.cos(rad) * fix.speed_mps];
  }
  const before = path.upTo(fix.at_ms) - 1;
  const dt_s = (fix.at_ms - path.at_ms(before)) / 1000;
  if (!(dt_s > 0 && dt_s <= policy.track.maxLeg_s)) return [0, 0];
  const [east, north] = offset_m([path.lon(before), path.lat(before)], [fix.lon, fix.lat]);
  return [east / dt_s, north / dt_s];
};

/**
 * Rate at which the distance shrinks, from both velocities along the line between the two. A fix that is overdue says nothing of where
 * its person is heading now: of an offender's nothing is said at all, a victim is taken to stand still.
 */
const closingSpeed = (offender: Subject, victim: Subject, now_ms: number, policy: Policy): number => {
  const [x, y] = offset_m([victim.fix.lon, victim.fix.lat], [offender.fix.lon, offender.fix.lat]);
  const d = Math.hypot(x, y);
  const overdue = (subject: Subject): boolean => age_s(subject, now_ms) > grace_s(subject, policy);
  if (d === 0 || overdue(offender)) return 0;
  const [ox, oy] = velocity(offender, policy);
  const [vx, vy] = overdue(victim) ? [0, 0] : velocity(victim, policy);
  return -((ox - vx) * x + (oy - vy) * y) / d;
};

const tierOf = (
  distance: Bounded,
  limits: Limits,
): { readonly level: TierId | 'none'; readonly certainty: Certainty } => {
  const tiers = tiersWithin(limits).map(({ id, limit_m }) => ({
    level: id,
    certainty: certaintyWithin(distance, limit_m),
  }));
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
  const distance = separate(offender, victim, now_ms, policy);
  const closing_mps = closingSpeed(offender, victim, now_ms, policy);
  const bearing = bearing_deg([victim.fix.lon, victim.fix.lat], [offender.fix.lon, offender.fix.lat]);
  return {
    distance,
    sector: distance.min === 0 ? null : sectorOf(bearing),
    trend: closing_mps > STEADY_MPS ? 'closing' : closing_mps < -STEADY_MPS ? 'opening' : 'steady',
    closing_mps,
    timeToContact_s: closing_mps > STEADY_MPS ? Math.max(0, distance.d - limits.contact_m) / closing_mps : null,
    ...tierOf(distance, limits),
  };
};
