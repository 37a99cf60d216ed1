import { offset_m } from '../geo/geodesic.ts';
import type { Policy } from '../policy.ts';
import { isLeg } from './path.ts';
import { age_s, grace_s, reachSpeed_mps } from './radius.ts';
import type { Path, Subject } from './types.ts';

/** How somebody moves, metres per second, with the standard error of each of the two. */
export type Motion = { readonly east_mps: number; readonly north_mps: number; readonly error_mps: number };

/** Radius of 68 % over the standard deviation along one axis, of a two-dimensional normal error: √(−2 ln 0.32). */
const AXIS_SHARE = Math.sqrt(-2 * Math.log(0.32));
/** Standard errors beyond which what a device reports of its speed contradicts where it was. */
const CONTRADICTION = 3;

/** Standard deviation of a fix along one axis, metres, from its radius of 68 %; never zero, since no fix is exact. */
export const axisError_m = (accuracy_m: number): number => Math.max(0.5, accuracy_m / AXIS_SHARE);

/** Sums of a straight line through places: what each place adds with its weight, and both axes at once. */
type Sums = { one: number; t: number; tt: number; e: number; n: number; te: number; tn: number };

/** Square root of how much farther places lie from a line than their accuracies say; 1 where they lie no farther. */
const misfit = (path: Path, used: readonly number[], line: readonly [number, number, number, number]): number => {
  const newest = used[0] ?? 0;
  const [e0, n0, ve, vn] = line;
  if (used.length < 3) return 1;
  let sum = 0;
  for (const index of used) {
    const t_s = (path.at_ms(index) - path.at_ms(newest)) / 1000;
    const [e, n] = offset_m([path.lon(newest), path.lat(newest)], [path.lon(index), path.lat(index)]);
    const error_m = axisError_m(path.accuracy_m(index));
    sum += ((e - e0 - ve * t_s) ** 2 + (n - n0 - vn * t_s) ** 2) / error_m ** 2;
  }
  return Math.sqrt(Math.max(1, sum / (2 * (used.length - 2))));
};

/**
 * Speed from the fixes up to `newest`: the straight line at constant speed that fits them best (generalised least squares, Aitken 1936). The
 * error of a fix is taken as a first-order Gauss–Markov process (Brown & Hwang, Introduction to Random Signals, 4th ed., 3.6; of satellite
 * positions: Kaplan & Hegarty, Understanding GPS/GNSS, 3rd ed., ch. 10): it drifts, so that neighbours err alike, with correlation
 * exp(−Δt/τ), and many fixes a minute say little more than a few. Each row less what its neighbour already says of it is independent
 * (Prais & Winsten 1954), which makes this one pass back in time.
 *
 * How far back is settled by times and accuracies alone, never by what the places say: as far as it takes to know the speed well enough,
 * within the policy's window. Where the fixes lie farther from the line than they claim, the standard error grows with them. Null where no
 * two fixes are on one straight way.
 */
const fitted = (path: Path, newest: number, policy: Policy): Motion | null => {
  const { shortest_s, longest_s, fine_mps, correlation_s } = policy.trend;
  const sums: Sums = { one: 0, t: 0, tt: 0, e: 0, n: 0, te: 0, tn: 0 };
  const add = (one: number, t: number, e: number, n: number): void => {
    sums.one += one * one;
    sums.t += one * t;
    sums.tt += t * t;
    sums.e += one * e;
    sums.n += one * n;
    sums.te += t * e;
    sums.tn += t * n;
  };
  const determinant = (): number => sums.one * sums.tt - sums.t * sums.t;
  const error = (): number => Math.sqrt(sums.one / determinant());
  const used: number[] = [];
  let last: readonly [one: number, t: number, e: number, n: number, at_ms: number] | null = null;
  for (let index = newest; index >= 0; index -= 1) {
    if (index < newest && !isLeg(path, index, policy)) break;
    if (path.isDoubted(index)) continue;
    const from = used[0] ?? index;
    const span_s = (path.at_ms(from) - path.at_ms(index)) / 1000;
    if (used.length >= 2 && (span_s > longest_s || (span_s > shortest_s && error() <= fine_mps))) break;
    const error_m = axisError_m(path.accuracy_m(index));
    const [e, n] = offset_m([path.lon(from), path.lat(from)], [path.lon(index), path.lat(index)]);
    const row = [1 / error_m, -span_s / error_m, e / error_m, n / error_m, path.at_ms(index)] as const;
    if (last === null) add(row[0], row[1], row[2], row[3]);
    else {
      const alike = Math.exp((row[4] - last[4]) / 1000 / correlation_s);
      const own = Math.sqrt(1 - alike * alike);
      add(
        (row[0] - alike * last[0]) / own,
        (row[1] - alike * last[1]) / own,
        (row[2] - alike * last[2]) / own,
        (row[3] - alike * last[3]) / own,
      );
    }
    last = row;
    used.push(index);
  }
  if (used.length < 2) return null;
  const d = determinant();
  const along = (y: number, ty: number): readonly [at_m: number, mps: number] => [
    (sums.tt * y - sums.t * ty) / d,
    (sums.one * ty - sums.t * y) / d,
  ];
  const [e0, ve] = along(sums.e, sums.te);
  const [n0, vn] = along(sums.n, sums.tn);
  return { east_mps: ve, north_mps: vn, error_mps: error() * misfit(path, used, [e0, n0, ve, vn]) };
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
