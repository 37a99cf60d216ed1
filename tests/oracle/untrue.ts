import { leavingEdge_m, wasOutside } from './leaving.ts';
import { SAME_MS, margin_m, metres, momentOf, none, standingAt } from './told.ts';
import type { Fault, Figures, History } from './told.ts';
import { knownBy } from './tracks.ts';
import type { Span, Track } from './tracks.ts';
import { placesTaken, then_m } from './truth.ts';
import type { RuleTruth } from './truth.ts';

/** Moments around another, the moment itself first. */
const around = (at_ms: number, reach_ms: number, step_ms: number): readonly number[] => {
  const moments = [at_ms];
  for (let off = step_ms; off <= reach_ms; off += step_ms) moments.push(at_ms - off, at_ms + off);
  return moments;
};

/** The least distance that any reading of what was known allows at a moment. */
const least_m = (rule: RuleTruth, offender: Track, victim: Track, at_ms: number): number => {
  const victims = rule.ofPair ? placesTaken(victim, at_ms) : [null];
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...placesTaken(offender, at_ms).flatMap((o) => victims.map((v) => rule.distance_m(o, v))),
  );
};

/** True where a moment is the nearest of its leg, or at its edge. */
const isNearest = (rule: RuleTruth, offender: Track, victim: Track, at_ms: number): boolean => {
  const times = [...offender, ...(rule.ofPair ? victim : [])].map((report) => report.at_ms);
  if (times.some((time) => Math.abs(time - at_ms) <= SAME_MS)) return true;
  const nearby = { from_ms: at_ms - 3 * SAME_MS, to_ms: at_ms + 3 * SAME_MS };
  const hours = rule.inForce(nearby);
  const whole = hours.length === 1 && hours[0]?.from_ms === nearby.from_ms && hours[0].to_ms === nearby.to_ms;
  if (!whole) return true;
  const from_ms = Math.max(nearby.from_ms, ...times.filter((time) => time < at_ms));
  const to_ms = Math.min(nearby.to_ms, ...times.filter((time) => time > at_ms));
  const inside = around(at_ms, 3 * SAME_MS, 100).filter((time) => time >= from_ms && time <= to_ms);
  const here_m = then_m(rule, offender, victim, at_ms);
  return inside.every(
    (time) => Math.abs(time - at_ms) <= SAME_MS || then_m(rule, offender, victim, time) >= here_m - 0.2,
  );
};

/** Sure alerts whose moment shows no breach, or not its nearest. */
export const untrue = (
  rule: RuleTruth,
  history: History,
  offender: Track,
  victim: Track,
  judged: readonly [Track, Track],
): readonly Fault[] =>
  history.flatMap(({ line, after, rises }): readonly Fault[] => {
    if (!after.sure || line.kind === 'cleared') return [];
    const fault = { rule: rule.key, level: line.level, at_ms: momentOf(line) };
    if (line.cause === 'silence') return [{ ...fault, kind: 'sure-by-silence', detail: line.certainty }];
    if (!rises || line.cause !== 'position') return [];
    const limit_m = rule.limits[after.index]?.limit_m ?? Number.NaN;
    const moment_ms = momentOf(line);
    if (moment_ms > line.at_ms + SAME_MS)
      return [{ ...fault, kind: 'untrue', detail: 'names a moment that was still to come' }];
    const moments = around(moment_ms, SAME_MS, 100);
    const then: readonly (readonly [Track, Track])[] = [
      [knownBy(offender, line.at_ms), knownBy(victim, line.at_ms)],
      [offender, victim],
      judged,
    ];
    const nearest_m = Math.min(...then.flatMap(([o, v]) => moments.map((moment) => least_m(rule, o, v, moment))));
    if (nearest_m > limit_m + margin_m(limit_m))
      return [{ ...fault, kind: 'untrue', detail: `${metres(nearest_m)} where ${line.level} is ${limit_m} m` }];
    if (rule.inForce({ from_ms: moment_ms - SAME_MS, to_ms: moment_ms + SAME_MS }).length === 0)
      return [{ ...fault, kind: 'out-of-hours', detail: `at ${new Date(moment_ms).toISOString()}` }];
    if (line.closestAt_ms !== null && !then.some(([o, v]) => isNearest(rule, o, v, moment_ms)))
      return [{ ...fault, kind: 'not-nearest', detail: `${metres(nearest_m)}, and nearer within 3 s` }];
    return [];
  });

/** True where he had left a tier between two moments, for as long as leaving takes: what came after that is a breach of its own. */
const hadLeft = (
  rule: RuleTruth,
  limit_m: number,
  known: readonly [Track, Track],
  span: Span,
  figures: Figures,
): boolean => {
  const edge_m = leavingEdge_m(limit_m, figures);
  for (let moment_ms = span.from_ms + figures.dwell_s * 1000; moment_ms <= span.to_ms; moment_ms += 5 * SAME_MS)
    if (wasOutside(rule, edge_m, known, moment_ms, figures)) return true;
  return false;
};

/**
 * Past breaches that were told though their alert had stood at that very moment, likely or confirmed, and had not been
 * left before it: neither by what is known at the telling, nor by what was known when that alert was let go.
 */
export const toldTwice = (
  rule: RuleTruth,
  history: History,
  offender: Track,
  victim: Track,
  figures: Figures,
): readonly Fault[] =>
  history.flatMap(({ line, after, rises }, index): readonly Fault[] => {
    const { closestAt_ms, level } = line;
    const limit_m = rule.limits[after.index]?.limit_m;
    if (!rises || !after.sure || closestAt_ms === null || limit_m === undefined) return [];
    const sureBefore = history.slice(0, index).map((step) => ({ ...step, after: step.after.sure ? step.after : none }));
    const stood = standingAt(sureBefore, after.index).some(
      ({ from_ms, to_ms }) =>
        to_ms < line.at_ms &&
        closestAt_ms >= from_ms - SAME_MS &&
        closestAt_ms <= to_ms - SAME_MS &&
        [to_ms, line.at_ms]
          .map((known_ms) => [knownBy(offender, known_ms), knownBy(victim, known_ms)] as const)
          .every((known) => !hadLeft(rule, limit_m, known, { from_ms, to_ms: closestAt_ms }, figures)),
    );
    return stood ? [{ kind: 'twice', rule: rule.key, level, at_ms: closestAt_ms, detail: 'stood at that moment' }] : [];
  });
