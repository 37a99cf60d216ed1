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
  /** Fixes that have contradicted the anchor since: when the first was taken, and the newest of them. Null while none has. */
  readonly doubted: { readonly since_ms: number; readonly last: Fix } | null;
};

/** Trust of a track that begins with a fix: there is nothing it could contradict. */
export const trustFrom = (fix: Fix): Trust => ({
  anchor: fix,
  pace: { speed_mps: fix.speed_mps ?? 0, at_ms: fix.at_ms },
  doubted: null,
});

const faster = (pace: Trust['pace'], speed_mps: number, at_ms: number, policy: Policy): Trust['pace'] =>
  speed_mps >= pace.speed_mps || at_ms - pace.at_ms > policy.uncertainty.speedWindow_s * 1000
    ? { speed_mps, at_ms }
    : pace;

/** True when somebody who moves no faster than `speed_mps` can have come from one fix to a later one, both 95 % radii taken off. */
const isNear = (from: Fix, to: Fix, speed_mps: number, { uncertainty }: Policy): boolean => {
  const dt_s = Math.max(0, (to.at_ms - from.at_ms) / 1000);
  if (atMost_m(from.lon, from.lat, to.lon, to.lat) <= speed_mps * dt_s) return true;
  const accuracies_m =
    (from.accuracy_m ?? uncertainty.defaultAccuracy_m) + (to.accuracy_m ?? uncertainty.defaultAccuracy_m);
  const way_m = distance_m([from.lon, from.lat], [to.lon, to.lat]);
  return way_m - uncertainty.radiusFactor * accuracies_m <= speed_mps * dt_s;
};

/**
 * Takes the next fix. It contradicts its track when it lies farther from the last believed one, after both 95 % radii, than the person has
 * lately moved, or the fix itself reports: `way − 1.62 × (a + b) > v × t` with `v` as the disc grows. What goes on contradicting for
 * the policy's time, or comes after a gap, may be a real movement. `bornOut_ms`: when the fix bears out doubted ones, the time of the last
 * believed one before them; a fix that leads back from them to the track shows that they were nothing.
 */
export const trusting = (
  trust: Trust,
  fix: Fix,
  policy: Policy,
): { readonly trust: Trust; readonly bornOut_ms: number | null } => {
  const { anchor, pace, doubted } = trust;
  const { speedWindow_s } = policy.uncertainty;
  const lately = anchor.at_ms - pace.at_ms > speedWindow_s * 1000 ? (anchor.speed_mps ?? 0) : pace.speed_mps;
  const reach_mps = reachSpeed_mps({ topSpeed_mps: Math.max(lately, fix.speed_mps ?? 0) }, policy);
  const dt_s = Math.max(0, (fix.at_ms - anchor.at_ms) / 1000);
  const isNearAnchor = isNear(anchor, fix, reach_mps, policy);
  const agrees = isNearAnchor || dt_s > policy.fixes.doubtGap_s;
  const lasts = doubted !== null && fix.at_ms - doubted.since_ms >= policy.fixes.doubt_s * 1000;
  if (!agrees && !lasts) {
    const since_ms = doubted?.since_ms ?? fix.at_ms;
    return { trust: { ...trust, doubted: { since_ms, last: fix } }, bornOut_ms: null };
  }
  const way_mps = (): number => distance_m([anchor.lon, anchor.lat], [fix.lon, fix.lat]) / dt_s;
  const speed_mps = fix.speed_mps ?? (dt_s > 0 ? way_mps() : 0);
  const believed: Trust = { anchor: fix, pace: faster(pace, speed_mps, fix.at_ms, policy), doubted: null };
  const isBornOut = doubted !== null && (!isNearAnchor || isNear(doubted.last, fix, reach_mps, policy));
  return { trust: believed, bornOut_ms: isBornOut ? anchor.at_ms : null };
};
