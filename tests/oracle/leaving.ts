import type { LonLat } from '../../shared/domain/fixes.ts';
import { SAME_MS, margin_m, momentOf } from './told.ts';
import type { Fault, Figures, History } from './told.ts';
import { indexAt, knownBy, lastPlace, placeAt } from './tracks.ts';
import type { Track } from './tracks.ts';
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

/** A report that came with others when its time was long past. */
const isKept = ({ at_ms, received_ms }: Track[number], now_ms: number, { dwell_s }: Figures): boolean =>
  received_ms === now_ms && now_ms - at_ms > dwell_s * 1000;

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
    // What was kept back is weighed in the order of its time: a tier that was left in it was left then, and is told now.
    const kept = known.some((track) => track.some((report) => isKept(report, line.at_ms, figures)));
    const rise = history.slice(0, index).findLast((step) => step.rises && step.after.sure)?.line ?? line;
    const earliest_ms = Math.min(line.at_ms, kept ? momentOf(rise) + figures.dwell_s * 1000 - SAME_MS : line.at_ms);
    for (let until_ms = line.at_ms; until_ms >= earliest_ms; until_ms -= 5 * SAME_MS)
      if (wasOutside(rule, edge_m, known, until_ms, figures)) return [];
    const detail = `within the last ${figures.dwell_s} s less than ${edge_m.toFixed(1)} m away`;
    return [{ kind: 'left-early', rule: rule.key, level: limit.level, at_ms: line.at_ms, detail }];
  });
