import type { Fix } from '../../../shared/domain/fixes.ts';
import { atMost_m, distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { reachSpeed_mps } from '../../../shared/domain/proximity/radius.ts';

/**
 * How far a device's fixes agree with one another. A receiver between tall buildings can be 200 m off and say 2 m; only its own track
 * gives it away.
 */
export type Trust = {
  /** Last fix that agreed with those before it. */
  readonly anchor: Fix;
  /** Fastest speed that believed fixes showed within the window of speeds, and when, m/s. */
  readonly pace: { readonly speed_mps: number; readonly at_ms: number };
  /** Since when fixes have contradicted the anchor; null while they do not. */
  readonly since_ms: number | null;
};

/** Trust of a track that begins with a fix: there is nothing it could contradict. */
export const trustFrom = (fix: Fix): Trust => ({
  anchor: fix,
  pace: { speed_mps: fix.speed_mps ?? 0, at_ms: fix.at_ms },
  since_ms: null,
});

const faster = (pace: Trust['pace'], speed_mps: number, at_ms: number, policy: Policy): Trust['pace'] =>
  speed_mps >= pace.speed_mps || at_ms - pace.at_ms > policy.uncertainty.speedWindow_s * 1000
    ? { speed_mps, at_ms }
    : pace;

/**
 * Takes the next fix. It contradicts its track when it lies farther from the last believed one, after both 95 % radii, than the person has
 * lately moved, or the fix itself reports: `way − 1.62 × (a + b) > v × t` with `v` as the disc grows. What goes on contradicting for
 * the policy's time, or comes after a gap, may be a real movement. `bornOut_ms`: when the fix bears out doubted ones, the time of the last believed one
 * before them.
 */
export const trusting = (
  trust: Trust,
  fix: Fix,
  policy: Policy,
): { readonly trust: Trust; readonly bornOut_ms: number | null } => {
  const { anchor, pace, since_ms } = trust;
  const { uncertainty } = policy;
  const dt_s = Math.max(0, (fix.at_ms - anchor.at_ms) / 1000);
  const quick = atMost_m(anchor.lon, anchor.lat, fix.lon, fix.lat) <= uncertainty.minSpeed_mps * dt_s;
  const way_m = quick ? 0 : distance_m([anchor.lon, anchor.lat], [fix.lon, fix.lat]);
  const accuracies_m =
    (anchor.accuracy_m ?? uncertainty.defaultAccuracy_m) + (fix.accuracy_m ?? uncertainty.defaultAccuracy_m);
  const lately =
    anchor.at_ms - pace.at_ms > uncertainty.speedWindow_s * 1000 ? (anchor.speed_mps ?? 0) : pace.speed_mps;
  const topSpeed_mps = Math.max(lately, fix.speed_mps ?? 0);
  const agrees =
    dt_s > policy.fixes.doubtGap_s ||
    way_m - uncertainty.radiusFactor * accuracies_m <= reachSpeed_mps({ topSpeed_mps }, policy) * dt_s;
  if (!agrees && since_ms === null) return { trust: { ...trust, since_ms: fix.at_ms }, bornOut_ms: null };
  const lasts = since_ms !== null && fix.at_ms - since_ms >= policy.fixes.doubt_s * 1000;
  if (!agrees && !lasts) return { trust, bornOut_ms: null };
  const speed_mps = fix.speed_mps ?? (dt_s > 0 ? way_m / dt_s : 0);
  const believed = { anchor: fix, pace: faster(pace, speed_mps, fix.at_ms, policy), since_ms: null };
  return { trust: believed, bornOut_ms: agrees ? null : anchor.at_ms };
};
