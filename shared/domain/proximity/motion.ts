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

/** A fix of the stretch that is looked at: its time and place from the newest one, and its standard error along one axis. */
type Sample = {
  readonly t_s: number;
  readonly east_m: number;
  readonly north_m: number;
  readonly error_m: number;
};

/** Weighted sums for a straight line through samples, both axes at once: of ones, times (t), east (e) and north (n). */
type Sums = { one: number; t: number; tt: number; e: number; n: number; te: number; tn: number };

/** Adds what a sample says beyond its later neighbour, with which it shares `alike` of its error; all of it where it has none. */
const addTo = (sums: Sums, sample: Sample, later: Sample | null, alike: number): void => {
  const own = Math.sqrt(1 - alike * alike);
  const beyond = (value: number, other: number): number =>
    later === null ? value / sample.error_m : (value / sample.error_m - (alike * other) / later.error_m) / own;
  const [one, time] = [beyond(1, 1), beyond(sample.t_s, later?.t_s ?? 0)];
  const [east, north] = [beyond(sample.east_m, later?.east_m ?? 0), beyond(sample.north_m, later?.north_m ?? 0)];
  sums.one += one * one;
  sums.t += one * time;
  sums.tt += time * time;
  sums.e += one * east;
  sums.n += one * north;
  sums.te += time * east;
  sums.tn += time * north;
};

/** Standard error of the speed, metres per second. */
const speedError_mps = ({ one, t, tt }: Sums): number => Math.sqrt(one / (one * tt - t * t));

/** How many times farther samples lie from the line that fits them best than their accuracies say; 1 where they lie no farther. */
const misfit = (samples: readonly Sample[], { one, t, e, n }: Sums, east_mps: number, north_mps: number): number => {
  if (samples.length < 3) return 1;
  const [e0_m, n0_m] = [(e - east_mps * t) / one, (n - north_mps * t) / one];
  let sum = 0;
  for (const { t_s, east_m, north_m, error_m } of samples)
    sum += ((east_m - e0_m - east_mps * t_s) ** 2 + (north_m - n0_m - north_mps * t_s) ** 2) / error_m ** 2;
  // Two axes, and two figures of the line taken off each.
  return Math.sqrt(Math.max(1, sum / (2 * (samples.length - 2))));
};

/** True where nobody can have come from one to a later one in time, as after a jump that was released; as `isLeg` has it. */
const isJump = (from: Sample, to: Sample, { uncertainty, fixes }: Policy): boolean =>
  Math.hypot(to.east_m - from.east_m, to.north_m - from.north_m) -
    uncertainty.radiusFactor * AXIS_SHARE * (from.error_m + to.error_m) >
  fixes.plausible_mps * (to.t_s - from.t_s);

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
  const samples: Sample[] = [];
  let later: Sample | null = null;
  let from = newest;
  for (let index = newest; index >= 0; index -= 1) {
    if (path.isDoubted(index)) continue;
    if (later === null) from = index;
    const t_s = (path.at_ms(index) - path.at_ms(from)) / 1000;
    const gap_s = later === null ? Infinity : later.t_s - t_s;
    if (gap_s < correlation_s * CLOSE_SHARE) continue;
    if (later !== null && gap_s > policy.track.maxLeg_s) break;
    const isEnough = -t_s > longest_s || (-t_s > shortest_s && speedError_mps(sums) <= fine_mps);
    if (samples.length >= 2 && isEnough) break;
    const [east_m, north_m] = offset_m([path.lon(from), path.lat(from)], [path.lon(index), path.lat(index)]);
    const sample: Sample = { t_s, east_m, north_m, error_m: axisError_m(path.accuracy_m(index)) };
    if (later !== null && isJump(sample, later, policy)) break;
    addTo(sums, sample, later, Math.exp(-gap_s / correlation_s));
    samples.push(sample);
    later = sample;
  }
  if (samples.length < 2) return null;
  const { one, t, tt, e, n, te, tn } = sums;
  const determinant = one * tt - t * t;
  const [east_mps, north_mps] = [(one * te - t * e) / determinant, (one * tn - t * n) / determinant];
  return { east_mps, north_mps, error_mps: speedError_mps(sums) * misfit(samples, sums, east_mps, north_mps) };
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
