import type { Fix } from '../../../shared/domain/fixes.ts';
import { atMost_m, distance_m } from '../../../shared/domain/geo/geodesic.ts';
import type { Policy } from '../../../shared/domain/policy.ts';
import { neededSpeed_mps } from '../../../shared/domain/proximity/plausible.ts';
import { reachSpeed_mps } from '../../../shared/domain/proximity/radius.ts';

/**
 * How far a device's fixes agree with one another. A receiver between tall buildings can be 200 m off and say 2 m; only its own track
 * gives it away. Changed in place: thousands of fixes a second would otherwise make as many new ones.
 */
export type Trust = {
  /** Last fix that agreed with those before it. */
  anchor: Fix;
  /** Fastest speed that believed fixes showed within the window of speeds, and when, m/s. */
  pace_mps: number;
  paceAt_ms: number;
  /** Whether the newest fix lies farther from the last believed one than the slowest can go: only such a step proves anything. */
  isStep: boolean;
  /** Where the way of the last seconds began, null before the first; and the speed that the one before it proved, m/s. */
  wayFrom: Fix | null;
  proven_mps: number;
  /**
   * Fixes that have contradicted the anchor since: when the first was taken, the newest of them, and whether its accuracy has collapsed.
   * Null while none has.
   */
  doubted: { readonly since_ms: number; readonly last: Fix; readonly hasCollapsed: boolean } | null;
};

/** Trust of a track that begins with a fix: there is nothing it could contradict. */
export const trustFrom = (fix: Fix): Trust => ({
  anchor: fix,
  pace_mps: fix.speed_mps ?? 0,
  paceAt_ms: fix.at_ms,
  isStep: false,
  wayFrom: null,
  proven_mps: 0,
  doubted: null,
});

const noteSpeed = (trust: Trust, speed_mps: number, at_ms: number, { uncertainty }: Policy): void => {
  if (speed_mps < trust.pace_mps && at_ms - trust.paceAt_ms <= uncertainty.speedWindow_s * 1000) return;
  trust.pace_mps = speed_mps;
  trust.paceAt_ms = at_ms;
};

const accuracyOf = ({ accuracy_m }: Fix, { uncertainty }: Policy): number =>
  accuracy_m ?? uncertainty.defaultAccuracy_m;

/** True when somebody who moves no faster than `speed_mps` can have come from one fix to a later one, both 95 % radii taken off. */
const isNear = (from: Fix, to: Fix, speed_mps: number, policy: Policy): boolean => {
  const dt_s = Math.max(0, (to.at_ms - from.at_ms) / 1000);
  if (atMost_m(from.lon, from.lat, to.lon, to.lat) <= speed_mps * dt_s) return true;
  const accuracies_m = accuracyOf(from, policy) + accuracyOf(to, policy);
  const way_m = distance_m([from.lon, from.lat], [to.lon, to.lat]);
  return way_m - policy.uncertainty.radiusFactor * accuracies_m <= speed_mps * dt_s;
};

/**
 * Notes the speed that the way of the last seconds proves beyond both radii, since phones report 0 in a car that drives; nothing is proven
 * where it lies within what the slowest can do. After a stand the way begins at the last believed fix.
 */
const noteWay = (trust: Trust, fix: Fix, policy: Policy): void => {
  const { provenOver_s, minSpeed_mps } = policy.uncertainty;
  const begun = trust.wayFrom;
  const wayFrom = begun === null || fix.at_ms - begun.at_ms > 2 * provenOver_s * 1000 ? trust.anchor : begun;
  const dt_s = (fix.at_ms - wayFrom.at_ms) / 1000;
  trust.wayFrom = dt_s < provenOver_s ? wayFrom : fix;
  if (dt_s < provenOver_s) return;
  const isSlow = atMost_m(wayFrom.lon, wayFrom.lat, fix.lon, fix.lat) <= minSpeed_mps * dt_s;
  trust.proven_mps = isSlow ? 0 : neededSpeed_mps(wayFrom, fix, policy);
};

/** A receiver that has lost its satellites for a moment says so by an accuracy many times worse than before. */
const isCollapsed = (anchor: Fix, fix: Fix, policy: Policy): boolean => {
  const accuracy_m = accuracyOf(fix, policy);
  const { collapsed_m, collapsedTimes } = policy.fixes;
  return accuracy_m >= collapsed_m && accuracy_m >= collapsedTimes * accuracyOf(anchor, policy);
};

/**
 * Takes the next fix. It contradicts its track when it lies farther from the last believed one, after both 95 % radii, than the person has
 * lately moved, or the fix itself reports: `way − 1.62 × (a + b) > v × t` with `v` as the disc grows. What goes on contradicting for
 * the policy's time, or comes after a gap, may be a real movement. An accuracy that has collapsed is doubted for longer, and over gaps
 * as well: what it lasts for beyond that is all that the device can do.
 *
 * @returns when the fix bears out doubted ones, the time of the last believed one before them, else null; a fix that leads back from them
 * to the track shows that they were nothing.
 */
export const takeIn = (trust: Trust, fix: Fix, policy: Policy): number | null => {
  const { anchor, doubted } = trust;
  const { minSpeed_mps, speedWindow_s } = policy.uncertainty;
  const dt_s = Math.max(0, (fix.at_ms - anchor.at_ms) / 1000);
  const collapsed = isCollapsed(anchor, fix, policy);
  const isPlain = !collapsed && atMost_m(anchor.lon, anchor.lat, fix.lon, fix.lat) <= minSpeed_mps * dt_s;
  trust.isStep = !isPlain;
  if (doubted === null && isPlain && fix.speed_mps !== null) {
    // Nearly always so; so slow a way proves nothing.
    trust.anchor = fix;
    noteSpeed(trust, fix.speed_mps, fix.at_ms, policy);
    return null;
  }
  const isLate = anchor.at_ms - trust.paceAt_ms > speedWindow_s * 1000;
  const topSpeed_mps = Math.max(isLate ? (anchor.speed_mps ?? 0) : trust.pace_mps, fix.speed_mps ?? 0);
  const reach_mps = reachSpeed_mps({ topSpeed_mps }, policy);
  const isNearAnchor = isPlain || (!collapsed && isNear(anchor, fix, reach_mps, policy));
  const { doubt_s, doubtGap_s, collapse_s } = policy.fixes;
  // What an accuracy that had collapsed showed is borne out by no lapse of time.
  const since_ms = doubted === null || (doubted.hasCollapsed && !collapsed) ? fix.at_ms : doubted.since_ms;
  const lasts = fix.at_ms - since_ms >= (collapsed ? collapse_s : doubt_s) * 1000;
  if (!isNearAnchor && !lasts && dt_s <= (collapsed ? collapse_s : doubtGap_s)) {
    trust.doubted = { since_ms, last: fix, hasCollapsed: collapsed };
    return null;
  }
  noteWay(trust, fix, policy);
  const ofWay_mps = (): number => (dt_s > 0 ? distance_m([anchor.lon, anchor.lat], [fix.lon, fix.lat]) / dt_s : 0);
  // Without a reported speed each way is one, and a longer one that noise has made must not be believed for as long again.
  const shown_mps = fix.speed_mps === null ? ofWay_mps() : Math.max(fix.speed_mps, trust.proven_mps);
  noteSpeed(trust, shown_mps, fix.at_ms, policy);
  trust.anchor = fix;
  trust.doubted = null;
  // A doubted fix is not borne out by its own want of accuracy.
  const isBornOut =
    doubted !== null &&
    (lasts || !isNearAnchor || isNear({ ...doubted.last, accuracy_m: anchor.accuracy_m }, fix, reach_mps, policy));
  return isBornOut ? anchor.at_ms : null;
};
