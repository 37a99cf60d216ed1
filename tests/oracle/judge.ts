import type { LonLat } from '../../shared/domain/fixes.ts';
import { breachesOf, placesTaken, rulesOf } from './truth.ts';
import type { Breach, RuleTruth, Situation } from './truth.ts';
import { indexAt, knownBy, lastPlace, placeAt, trackOf } from './tracks.ts';
import type { Span, Track } from './tracks.ts';

/** One change of a breach's alert, as an engine told it. */
export type Told = {
  readonly at_ms: number;
  readonly kind: 'raised' | 'level' | 'updated' | 'cleared';
  readonly alertId: string;
  /** `proximity`, or `zone:` and its id. */
  readonly rule: string;
  readonly level: string;
  readonly certainty: string;
  readonly cause: string;
  readonly closestAt_ms: number | null;
};

/** What an engine got wrong. */
export type Fault = {
  readonly kind:
    'missed' | 'tardy' | 'untrue' | 'out-of-hours' | 'not-nearest' | 'sure-by-silence' | 'left-early' | 'twice';
  readonly rule: string;
  readonly level: string;
  readonly at_ms: number;
  readonly detail: string;
};

export type Figures = { readonly factor: number; readonly margin_m: number; readonly dwell_s: number };

/** Distances nearer to a limit than this decide nothing: two ways of reckoning may differ by as much. */
const margin_m = (limit_m: number): number => 1 + 0.002 * limit_m;
/** Times that differ by no more are the same. */
const SAME_MS = 1000;
/** A breach is told with the tick after it could be known. */
const TICK_MS = 2000;
const isSure = (certainty: string): boolean => certainty !== 'possible';
const momentOf = (line: Told): number => line.closestAt_ms ?? line.at_ms;

type Standing = { readonly line: Told | null; readonly index: number; readonly sure: boolean };

const none: Standing = { line: null, index: Number.POSITIVE_INFINITY, sure: false };

/** The lines of one rule, each with what stood before it and what stands after; index counts tiers from the nearest, Infinity: none. */
const historyOf = (rule: RuleTruth, lines: readonly Told[]) => {
  let before = none;
  return lines
    .filter((line) => line.rule === rule.key)
    .map((line) => {
      const tier = rule.limits.findIndex(({ level }) => level === line.level);
      const ended = line.kind === 'cleared' || tier < 0;
      const after: Standing = { line, index: ended ? Number.POSITIVE_INFINITY : tier, sure: isSure(line.certainty) };
      const surer = after.index === before.index && after.sure && !before.sure;
      const step = { line, before, after, rises: !ended && (after.index < before.index || surer) };
      before = after;
      return step;
    });
};

type Stood = Span & { readonly told_ms: number; readonly byPresent: boolean };

/**
 * When an alert stood at a tier, likely or confirmed, or at a nearer one, which sounds at least as loud even where it is only possible:
 * from the moment it names until it was told to have left.
 */
const standingAt = (history: ReturnType<typeof historyOf>, tier: number): readonly Stood[] => {
  const spans: Stood[] = [];
  let begun: Omit<Stood, 'to_ms'> | null = null;
  for (const { line, after, rises } of history) {
    const stands = after.index < tier || (after.index === tier && after.sure);
    if (begun !== null && (rises || !stands)) {
      spans.push({ ...begun, to_ms: line.at_ms });
      begun = stands ? begun : null;
    }
    if (stands && (begun === null || rises)) {
      begun = { from_ms: momentOf(line), told_ms: line.at_ms, byPresent: line.closestAt_ms === null };
    }
  }
  return begun === null ? spans : [...spans, { ...begun, to_ms: Number.POSITIVE_INFINITY }];
};

/** A breach that nobody can argue with: deep enough, and not cut to less than a second by a schedule or by an order's validity. */
const isPlain = (breach: Breach): boolean =>
  breach.nearest_m < breach.limit_m - margin_m(breach.limit_m) &&
  (!breach.cut || breach.to_ms - breach.from_ms >= SAME_MS);

const metres = (value: number): string => `${value.toFixed(1)} m`;

/** True where somebody reported between two moments; else both lie on one leg, of which the closest approach is told alone. */
const reportedBetween = (times: readonly number[], a_ms: number, b_ms: number): boolean =>
  times.some((time) => time > Math.min(a_ms, b_ms) && time < Math.max(a_ms, b_ms));

/** Whether an alert that stood tells of a breach. */
const covers = (stood: Stood, breach: Breach, times: readonly number[], figures: Figures): boolean => {
  const { from_ms, to_ms, told_ms, byPresent } = stood;
  if (from_ms <= breach.to_ms + SAME_MS && to_ms >= breach.from_ms - SAME_MS) return true;
  // What a late report proves of a time before is no news while the alert stands as it is learned.
  if (told_ms < breach.knowable_ms && to_ms >= breach.knowable_ms) return true;
  // The last known place is where somebody is until the next report: its alert names the moment at which the report came.
  const atOnce = told_ms >= breach.knowable_ms && told_ms <= breach.knowable_ms + TICK_MS;
  if (byPresent && atOnce && told_ms - breach.to_ms <= figures.dwell_s * 1000) return true;
  return !byPresent && !reportedBetween(times, from_ms, breach.nearestAt_ms);
};

/** True breaches that were not told, or too late. */
const missed = (
  rule: RuleTruth,
  history: ReturnType<typeof historyOf>,
  breaches: readonly Breach[],
  times: readonly number[],
  figures: Figures,
): readonly Fault[] =>
  breaches
    .filter((breach) => breach.rule === rule.key && isPlain(breach))
    .flatMap((breach): readonly Fault[] => {
      const tier = rule.limits.findIndex(({ level }) => level === breach.level);
      const telling = standingAt(history, tier).filter((stood) => covers(stood, breach, times, figures));
      const firstTold_ms = Math.min(...telling.map(({ told_ms }) => told_ms));
      const fault = { rule: rule.key, level: breach.level, at_ms: breach.nearestAt_ms };
      const from = breach.lastKnown ? ' from her last known place' : '';
      const how = `${metres(breach.nearest_m)} of ${breach.limit_m} m${from}`;
      if (telling.length === 0) return [{ ...fault, kind: 'missed', detail: how }];
      return firstTold_ms <= breach.knowable_ms + TICK_MS
        ? []
        : [{ ...fault, kind: 'tardy', detail: `${how}, told ${(firstTold_ms - breach.knowable_ms) / 1000} s late` }];
    });

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

/** How far apart the two were at a moment: on their ways where these are known, else at their last reports before it. */
const then_m = (rule: RuleTruth, offender: Track, victim: Track, at_ms: number): number => {
  const place = (track: Track): LonLat | null => placeAt(track, at_ms) ?? lastPlace(track, at_ms);
  const [o, v] = [place(offender), place(victim)];
  return o === null || (rule.ofPair && v === null) ? Number.POSITIVE_INFINITY : rule.distance_m(o, v);
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
const untrue = (
  rule: RuleTruth,
  history: ReturnType<typeof historyOf>,
  offender: Track,
  victim: Track,
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

/** Past breaches that were told though their alert had stood at that very moment, likely or confirmed. */
const toldTwice = (rule: RuleTruth, history: ReturnType<typeof historyOf>): readonly Fault[] =>
  history.flatMap(({ line, after, rises }, index): readonly Fault[] => {
    const { closestAt_ms, level } = line;
    if (!rises || !after.sure || closestAt_ms === null) return [];
    const sureBefore = history.slice(0, index).map((step) => ({ ...step, after: step.after.sure ? step.after : none }));
    const stood = standingAt(sureBefore, after.index).some(
      ({ from_ms, to_ms }) =>
        to_ms < line.at_ms && closestAt_ms >= from_ms - SAME_MS && closestAt_ms <= to_ms - SAME_MS,
    );
    return stood ? [{ kind: 'twice', rule: rule.key, level, at_ms: closestAt_ms, detail: 'stood at that moment' }] : [];
  });

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

/** True where somebody had been outside a tier for as long as leaving takes, at every second of the time up to a moment. */
const wasOutside = (
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
const leftEarly = (
  rule: RuleTruth,
  history: ReturnType<typeof historyOf>,
  offender: Track,
  victim: Track,
  figures: Figures,
): readonly Fault[] =>
  history.flatMap(({ line, before, after }, index): readonly Fault[] => {
    if (!before.sure || after.index <= before.index) return [];
    if (rule.inForce({ from_ms: line.at_ms, to_ms: line.at_ms }).length === 0) return [];
    const limit = rule.limits[before.index];
    if (limit === undefined) return [];
    const edge_m = figures.factor * limit.limit_m + figures.margin_m - margin_m(limit.limit_m);
    const known = [knownBy(offender, line.at_ms), knownBy(victim, line.at_ms)] as const;
    // What was kept back is weighed in the order of its time: a tier that was left in it was left then, and is told now.
    const kept = known.some((track) => track.some((report) => isKept(report, line.at_ms, figures)));
    const rise = history.slice(0, index).findLast(({ rises }) => rises)?.line ?? line;
    const earliest_ms = Math.min(line.at_ms, kept ? momentOf(rise) + figures.dwell_s * 1000 - SAME_MS : line.at_ms);
    for (let until_ms = line.at_ms; until_ms >= earliest_ms; until_ms -= 5 * SAME_MS)
      if (wasOutside(rule, edge_m, known, until_ms, figures)) return [];
    const detail = `within the last ${figures.dwell_s} s less than ${edge_m.toFixed(1)} m away`;
    return [{ kind: 'left-early', rule: rule.key, level: limit.level, at_ms: line.at_ms, detail }];
  });

/** Compares what an engine told of a situation with what was. */
export const judge = (situation: Situation, told: readonly Told[], figures: Figures): readonly Fault[] => {
  const offender = trackOf(situation.offender);
  const victim = trackOf(situation.victim);
  const breaches = breachesOf(situation);
  const [o = [], v = []] = [offender, victim].map((track) => track.map((report) => report.at_ms));
  return rulesOf(situation.order).flatMap((rule) => {
    const history = historyOf(rule, told);
    return [
      ...missed(rule, history, breaches, rule.ofPair ? [...o, ...v] : o, figures),
      ...untrue(rule, history, offender, victim),
      ...toldTwice(rule, history),
      ...leftEarly(rule, history, offender, victim, figures),
    ];
  });
};
