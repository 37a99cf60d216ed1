import { offset_m } from '../geo/geodesic.ts';
import type { Policy } from '../policy.ts';
import { age_s, grace_s, reachSpeed_mps } from './radius.ts';
import type { Path, Subject } from './types.ts';

/** How somebody moves, metres per second, with the standard error of each of the two. */
export type Motion = { readonly east_mps: number; readonly north_mps: number; readonly error_mps: number };

/** Radius of 68 % over the standard deviation along one axis, of a two-dimensional normal error: √(−2 ln 0.32). */
const AXIS_SHARE = Math.sqrt(-2 * Math.log(0.32));
/** Fixes closer than this share of the time over which their error drifts away say nothing of their own. */
const CLOSE_SHARE = 0.2;
/** Standard errors beyond which what a device reports of its speed contradicts where it was. */
const CONTRADICTION = 3;

/** Standard deviation of a fix along one axis, metres, from its radius of 68 %; never zero, since no fix is exact. */
export const axisError_m = (accuracy_m: number): number => Math.max(0.5, accuracy_m / AXIS_SHARE);

/** A fix of the stretch that is looked at: its time (seconds, ≤ 0), its place from the newest one, and its error along one axis, metres. */
type Place = { readonly t: number; readonly e: number; readonly n: number; readonly error: number };

/** Weighted sums of a straight line through places, both axes at once: of ones, times and places. */
type Sums = { one: number; t: number; tt: number; e: number; n: number; te: number; tn: number };

/** Adds what a place says beyond its later neighbour, with which it shares `alike` of its error; alone where it has none. */
const addTo = (sums: Sums, { t, e, n, error }: Place, later: Place | null, alike: number): void => {
  const own = Math.sqrt(1 - alike * alike);
  const beyond = (value: number, other: number): number =>
    later === null ? value / error : (value / error - (alike * other) / later.error) / own;
  const [one, time] = [beyond(1, 1), beyond(t, later?.t ?? 0)];
  const [east, north] = [beyond(e, later?.e ?? 0), beyond(n, later?.n ?? 0)];
  sums.one += one * one;
  sums.t += one * time;
  sums.tt += time * time;
  sums.e += one * east;
  sums.n += one * north;
  sums.te += time * east;
  sums.tn += time * north;
};

/** Standard error of the speed, metres per second. */
const speedError = ({ one, t, tt }: Sums): number => Math.sqrt(one / (one * tt - t * t));

/** How many times farther places lie from the line that fits them best than their accuracies say; 1 where they lie no farther. */
const misfit = (places: readonly Place[], { one, t, e, n }: Sums, ve: number, vn: number): number => {
  if (places.length < 3) return 1;
  const [e0, n0] = [(e - ve * t) / one, (n - vn * t) / one];
  let sum = 0;
  for (const place of places)
    sum += ((place.e - e0 - ve * place.t) ** 2 + (place.n - n0 - vn * place.t) ** 2) / place.error ** 2;
  return Math.sqrt(Math.max(1, sum / (2 * (places.length - 2))));
};

/** True where nobody can have come from one place to a later one in time: after a jump that was released. */
const isJump = (from: Place, to: Place, policy: Policy): boolean =>
  Math.hypot(to.e - from.e, to.n - from.n) - policy.uncertainty.radiusFactor * AXIS_SHARE * (from.error + to.error) >
  policy.fixes.plausible_mps * (to.t - from.t);

/**
 * Speed from the fixes up to `newest`: the straight line at constant speed that fits them best (generalised least squares, Aitken 1936). The
 * error of a fix is taken as a first-order Gauss–Markov process (Brown & Hwang, Introduction to Random Signals and Applied Kalman Filtering):
 * it drifts, so that neighbours err alike by exp(−Δt/τ), and sixty fixes a minute say little more than ten. What each says beyond its
 * neighbour is independent (Prais & Winsten 1954), which makes this one pass back in time; fixes much closer than τ are passed over.
 *
 * How far back is settled by times and accuracies alone, never by what the places say, so that nothing is picked because it looks like a
 * movement: as far as it takes to know the speed well enough, within the policy's window. Where the fixes lie farther from the line than
 * they claim, the standard error grows with them. Null where no two fixes are on one straight way.
 */
const fitted = (path: Path, newest: number, policy: Policy): Motion | null => {
  const { shortest_s, longest_s, fine_mps, correlation_s } = policy.trend;
  const sums: Sums = { one: 0, t: 0, tt: 0, e: 0, n: 0, te: 0, tn: 0 };
  const places: Place[] = [];
  let later: Place | null = null;
  let from = newest;
  for (let index = newest; index >= 0; index -= 1) {
    if (path.isDoubted(index)) continue;
    if (later === null) from = index;
    const t = (path.at_ms(index) - path.at_ms(from)) / 1000;
    const gap_s = later === null ? Infinity : later.t - t;
    if (gap_s < correlation_s * CLOSE_SHARE) continue;
    if (later !== null && gap_s > policy.track.maxLeg_s) break;
    if (places.length >= 2 && (-t > longest_s || (-t > shortest_s && speedError(sums) <= fine_mps))) break;
    const [e, n] = offset_m([path.lon(from), path.lat(from)], [path.lon(index), path.lat(index)]);
    const place: Place = { t, e, n, error: axisError_m(path.accuracy_m(index)) };
    if (later !== null && isJump(place, later, policy)) break;
    addTo(sums, place, later, Math.exp(-gap_s / correlation_s));
    places.push(place);
    later = place;
  }
  if (places.length < 2) return null;
  const { one, t, tt, e, n, te, tn } = sums;
  const [ve, vn] = [(one * te - t * e) / (one * tt - t * t), (one * tn - t * n) / (one * tt - t * t)];
  return { east_mps: ve, north_mps: vn, error_mps: speedError(sums) * misfit(places, sums, ve, vn) };
};

/** What a device reports of its own speed; standing still needs no heading. */
const reported = ({ speed_mps, heading_deg }: Subject['fix'], { trend }: Policy): Motion | null => {
  if (speed_mps === null || (heading_deg === null && speed_mps > trend.slow_mps)) return null;
  const rad = ((heading_deg ?? 0) * Math.PI) / 180;
  return {
    east_mps: Math.sin(rad) * speed_mps,
    north_mps: Math.cos(rad) * speed_mps,
    error_mps: trend.reportedError_mps,
  };
};

/** Mean of two independent measurements, each weighted by the inverse of its variance. */
const combined = (a: Motion, b: Motion): Motion => {
  const [wa, wb] = [1 / a.error_mps ** 2, 1 / b.error_mps ** 2];
  const mean = (x: number, y: number): number => (wa * x + wb * y) / (wa + wb);
  return {
    east_mps: mean(a.east_mps, b.east_mps),
    north_mps: mean(a.north_mps, b.north_mps),
    error_mps: 1 / Math.sqrt(wa + wb),
  };
};

const contradict = (a: Motion, b: Motion): boolean =>
  Math.hypot(a.east_mps - b.east_mps, a.north_mps - b.north_mps) > CONTRADICTION * Math.hypot(a.error_mps, b.error_mps);

/**
 * How somebody moves now, from where they were and what their device reports, metres per second. Where the two contradict each other the
 * places count: phones report 0 in a car that drives. Of somebody whose next fix is overdue, or of whom one fix alone is known, nothing is
 * known but how fast they can move, which is twice the standard error.
 */
export const motionOf = (subject: Subject, now_ms: number, policy: Policy): Motion => {
  const { fix, path } = subject;
  const unknown: Motion = { east_mps: 0, north_mps: 0, error_mps: reachSpeed_mps(subject, policy) / 2 };
  if (age_s(subject, now_ms) > grace_s(subject, policy)) return unknown;
  const places = fitted(path, path.upTo(fix.at_ms), policy);
  const told = reported(fix, policy);
  const known =
    places === null || told === null || contradict(places, told) ? (places ?? told) : combined(places, told);
  return known === null || known.error_mps > unknown.error_mps ? unknown : known;
};
