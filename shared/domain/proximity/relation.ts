import type { Certainty } from '../codes.ts';
import { bearing_deg, offset_m } from '../geo/geodesic.ts';
import type { Limits, Policy } from '../policy.ts';
import { tiersWithin } from '../tiers.ts';
import type { TierId } from '../tiers.ts';
import { axisError_m, motionOf } from './motion.ts';
import { certaintyWithin, separate } from './separation.ts';
import type { Bounded, Subject } from './types.ts';

/** Compass sector of 45°, 0 = north, clockwise. */
export type Sector = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
/** Where the distance is heading, where that is sure. `steady`: it surely changes more slowly than a walk. `unknown`: none of the three is sure. */
export type Trend = 'closing' | 'steady' | 'opening' | 'unknown';

/** Seconds to the contact limit if both go on as they do, and the two between which it lies with 95 % confidence. */
export type ContactTime = { readonly expected_s: number; readonly from_s: number; readonly to_s: number };

export type Relation = {
  readonly distance: Bounded;
  /** Where the offender is, seen from the victim; null when the radii overlap and no direction can be named. */
  readonly sector: Sector | null;
  readonly trend: Trend;
  /** Null where nobody is known to close in; all zero within the limit. */
  readonly contact: ContactTime | null;
  readonly level: TierId | 'none';
  readonly certainty: Certainty;
};

/** Standard errors to either side that hold 95 % of a normal error. */
const ERRORS_OF_95 = 1.96;
const SECTORS: readonly Sector[] = [0, 1, 2, 3, 4, 5, 6, 7];

/** Sector that a bearing falls into. */
export const sectorOf = (bearing: number): Sector => SECTORS[Math.round(bearing / 45) % 8] ?? 0;

/** Speed at which a distance shrinks, negative where it grows, with its standard error, metres per second. */
type Closing = { readonly mps: number; readonly error_mps: number };

/** Standard deviation of the distance between two fixes, metres. */
const distanceError_m = (offender: Subject, victim: Subject, { uncertainty }: Policy): number =>
  Math.hypot(...[offender, victim].map(({ fix }) => axisError_m(fix.accuracy_m ?? uncertainty.defaultAccuracy_m)));

/**
 * Rate at which the distance shrinks: the difference of both velocities along the line between the two. Its error is that of both speeds,
 * and that of the line's own direction, which the errors of the places turn (first order; Bar-Shalom, Li & Kirubarajan, Estimation with
 * Applications to Tracking and Navigation, 2001, ch. 1 and 10). Null where the two are at one place.
 */
const closingOf = (offender: Subject, victim: Subject, now_ms: number, policy: Policy): Closing | null => {
  const [x, y] = offset_m([victim.fix.lon, victim.fix.lat], [offender.fix.lon, offender.fix.lat]);
  const d = Math.hypot(x, y);
  if (d === 0) return null;
  const [o, v] = [motionOf(offender, now_ms, policy), motionOf(victim, now_ms, policy)];
  const [east_mps, north_mps] = [o.east_mps - v.east_mps, o.north_mps - v.north_mps];
  const turn_mps = (Math.abs(east_mps * y - north_mps * x) / d) * (distanceError_m(offender, victim, policy) / d);
  return { mps: -(east_mps * x + north_mps * y) / d, error_mps: Math.hypot(o.error_mps, v.error_mps, turn_mps) };
};

const trendOf = (closing: Closing | null, { trend }: Policy): Trend => {
  if (closing === null) return 'unknown';
  const { mps, error_mps } = closing;
  if (Math.abs(mps) > Math.max(trend.slow_mps, trend.sureErrors * error_mps)) return mps > 0 ? 'closing' : 'opening';
  return Math.abs(mps) + ERRORS_OF_95 * error_mps < trend.steady_mps ? 'steady' : 'unknown';
};

/** Time to the contact limit at a closing speed that is sure; see `ContactTime`. */
const contactOf = (d: number, limit_m: number, error_m: number, closing: Closing): ContactTime => {
  const [off_m, off_mps] = [ERRORS_OF_95 * error_m, ERRORS_OF_95 * closing.error_mps];
  const time_s = (way_m: number, mps: number): number => Math.max(0, way_m - limit_m) / mps;
  return {
    expected_s: time_s(d, closing.mps),
    from_s: time_s(d - off_m, closing.mps + off_mps),
    to_s: time_s(d + off_m, closing.mps - off_mps),
  };
};

const WITHIN: ContactTime = { expected_s: 0, from_s: 0, to_s: 0 };

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
  const closing = closingOf(offender, victim, now_ms, policy);
  const trend = trendOf(closing, policy);
  const bearing = bearing_deg([victim.fix.lon, victim.fix.lat], [offender.fix.lon, offender.fix.lat]);
  return {
    distance,
    sector: distance.min === 0 ? null : sectorOf(bearing),
    trend,
    contact:
      distance.d <= limits.contact_m
        ? WITHIN
        : closing === null || trend !== 'closing'
          ? null
          : contactOf(distance.d, limits.contact_m, distanceError_m(offender, victim, policy), closing),
    ...tierOf(distance, limits),
  };
};
