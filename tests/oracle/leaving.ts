import type { LonLat } from '../../shared/domain/fixes.ts';
import { SAME_MS, margin_m, momentOf, patience_ms } from './told.ts';
import type { Fault, Figures, History } from './told.ts';
import { LONGEST_LEG_MS, indexAt, knownBy, lastPlace, placeAt } from './tracks.ts';
import type { Track } from './tracks.ts';
import { then_m } from './truth.ts';
import type { RuleTruth } from './truth.ts';

/** How far apart the two can be said to have been: over a gap, of which both ends are known, either end will do. */
const farthest_m = (rule: RuleTruth, offender: Track, victim: Track, at_ms: number): number => {
  const places = (track: Track): readonly LonLat[] => {
    const known = placeAt(track, at_ms);
    const ends = [lastPlace(track, at_ms), track[indexAt(track, at_ms) + 1]?.place ?? null];
    return known === null ? ends.filter((place) => place !== null) : [known];
  };
  const victims = rule.ofPair ? places(victim) : [null];
  const all = places(offender).flatMap((o) => victims.map((v) => rule.distance_m(o, v)));
  return all.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...all);
};

/**
 * From when on what was learned at a moment can have shown that a tier was left: it was left then, and is told now. What was kept back is
 * weighed in the order of its time; a pair's past once the next report of both has come or cannot continue a straight way any more.
 */
const weighedFrom_ms = (rule: RuleTruth, known: readonly [Track, Track], now_ms: number): number => {
  const kept = known.flat().filter((report) => report.received_ms === now_ms && now_ms - report.at_ms > 2 * SAME_MS);
  return Math.min(now_ms - (rule.ofPair ? LONGEST_LEG_MS : 0), ...kept.map(({ at_ms }) => at_ms));
};

/** How far somebody must be from a limit to leave its tier, metres, less what two ways of reckoning may differ by. */
export const leavingEdge_m = (limit_m: number, { factor, margin_m: added_m }: Figures): number =>
  factor * limit_m + added_m - margin_m(limit_m);

/** True where somebody had been outside a tier for as long as leaving takes, at every second of the time up to a moment. */
export const wasOutside = (
  rule: RuleTruth,
  edge_m: number,
  [offender, victim]: readonly [Track, Track],
  until_ms: number,
  figures: Figures,
): boolean => {
  const from_ms = until_ms - figures.dwell_s * 1000 + 2 * SAME_MS;
  for (let moment_ms = from_ms; moment_ms < until_ms - SAME_MS; moment_ms += SAME_MS)
    if (farthest_m(rule, offender, victim, moment_ms) < edge_m) return false;
  return true;
};

/** Tiers that were left though within the last minute he was not yet outside them. */
export const leftEarly = (
  rule: RuleTruth,
  history: History,
  offender: Track,
  victim: Track,
  figures: Figures,
): readonly Fault[] =>
  history.flatMap(({ line, before, after }, index): readonly Fault[] => {
    if (!before.sure || after.index <= before.index) return [];
    if (rule.inForce({ from_ms: line.at_ms, to_ms: line.at_ms }).length === 0) return [];
    const limit = rule.limits[before.index];
    if (limit === undefined) return [];
    const edge_m = leavingEdge_m(limit.limit_m, figures);
    const known = [knownBy(offender, line.at_ms), knownBy(victim, line.at_ms)] as const;
    const rise = history.slice(0, index).findLast((step) => step.rises && step.after.sure)?.line;
    const risen_ms = rise === undefined ? Number.NEGATIVE_INFINITY : momentOf(rise) + figures.dwell_s * 1000 - SAME_MS;
    const earliest_ms = Math.min(line.at_ms, Math.max(risen_ms, weighedFrom_ms(rule, known, line.at_ms)));
    // What lies beyond is weighed when the next report of both has come.
    const known_ms = rule.ofPair ? Math.min(...known.map((track) => track.at(-1)?.at_ms ?? 0)) : line.at_ms;
    const settled_ms = Math.max(known_ms, line.at_ms - LONGEST_LEG_MS);
    const isBack = (from_ms: number): boolean => {
      const within_m = limit.limit_m - margin_m(limit.limit_m);
      for (let moment_ms = from_ms; moment_ms <= settled_ms; moment_ms += SAME_MS)
        if (then_m(rule, ...known, moment_ms) < within_m) return true;
      return false;
    };
    // Who has come back since is told again.
    const told_ms = line.at_ms + patience_ms(limit.level, figures);
    const isToldAgain = history
      .slice(index + 1)
      .some((step) => step.rises && step.after.index <= before.index && step.line.at_ms <= told_ms);
    for (let until_ms = line.at_ms; until_ms >= earliest_ms; until_ms -= 5 * SAME_MS)
      if (wasOutside(rule, edge_m, known, until_ms, figures) && (isToldAgain || !isBack(until_ms))) return [];
    const detail = `within the last ${figures.dwell_s} s less than ${edge_m.toFixed(1)} m away`;
    return [{ kind: 'left-early', rule: rule.key, level: limit.level, at_ms: line.at_ms, detail }];
  });
