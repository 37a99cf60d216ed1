import { SAME_MS, margin_m, metres, patience_ms, standingAt } from './told.ts';
import type { Fault, Figures, History, Stood } from './told.ts';
import { knownBy } from './tracks.ts';
import type { Track } from './tracks.ts';
import { then_m } from './truth.ts';
import type { Breach, RuleTruth } from './truth.ts';

/** A breach that nobody can argue with: deep enough, and not cut to less than a second by a schedule or by an order's validity. */
const isPlain = (breach: Breach): boolean =>
  breach.nearest_m < breach.limit_m - margin_m(breach.limit_m) &&
  (!breach.cut || breach.to_ms - breach.from_ms >= SAME_MS);

/** True where somebody reported between two moments; else both lie on one leg, of which the closest approach is told alone. */
const reportedBetween = (times: readonly number[], a_ms: number, b_ms: number): boolean =>
  times.some((time) => time > Math.min(a_ms, b_ms) && time < Math.max(a_ms, b_ms));

/** Whether an alert that stood tells of a breach. */
const covers = (
  stood: Stood,
  breach: Breach,
  times: readonly number[],
  stayed: (breach: Breach, until_ms: number, now_ms: number) => boolean,
  figures: Figures,
): boolean => {
  const { from_ms, to_ms, told_ms, byPresent } = stood;
  if (from_ms <= breach.to_ms + SAME_MS && to_ms >= breach.from_ms - SAME_MS) return true;
  // What a late report proves of a time before is no news while the alert stands as it is learned.
  if (told_ms < breach.knowable_ms && to_ms >= breach.knowable_ms) return true;
  // The last known place is where somebody is until the next report: its alert names the moment at which the report came.
  const atOnce = told_ms >= breach.knowable_ms && told_ms <= breach.knowable_ms + patience_ms(breach.level, figures);
  if (byPresent && atOnce && (breach.lastKnown || told_ms - breach.to_ms <= figures.dwell_s * 1000)) return true;
  return !reportedBetween(times, from_ms, breach.nearestAt_ms) || stayed(breach, from_ms, told_ms);
};

/** True breaches that were not told, or too late. */
export const missed = (
  rule: RuleTruth,
  history: History,
  breaches: readonly Breach[],
  offender: Track,
  victim: Track,
  figures: Figures,
): readonly Fault[] => {
  const times = [...offender, ...(rule.ofPair ? victim : [])].map((report) => report.at_ms);
  /** One stay within a limit, as it was known when it was told, is one alert, which names its nearest. */
  const stayed = ({ nearestAt_ms, limit_m }: Breach, until_ms: number, now_ms: number): boolean => {
    const [o, v] = [knownBy(offender, now_ms), knownBy(victim, now_ms)];
    for (let moment_ms = nearestAt_ms; moment_ms < until_ms; moment_ms += SAME_MS)
      if (then_m(rule, o, v, moment_ms) > limit_m + margin_m(limit_m)) return false;
    return nearestAt_ms <= until_ms;
  };
  return breaches
    .filter((breach) => breach.rule === rule.key && isPlain(breach))
    .flatMap((breach): readonly Fault[] => {
      const tier = rule.limits.findIndex(({ level }) => level === breach.level);
      const telling = standingAt(history, tier).filter((stood) => covers(stood, breach, times, stayed, figures));
      const firstTold_ms = Math.min(...telling.map(({ told_ms }) => told_ms));
      const fault = { rule: rule.key, level: breach.level, at_ms: breach.nearestAt_ms };
      const from = breach.lastKnown ? ' from her last known place' : '';
      const how = `${metres(breach.nearest_m)} of ${breach.limit_m} m${from}`;
      if (telling.length === 0) return [{ ...fault, kind: 'missed', detail: how }];
      return firstTold_ms <= breach.knowable_ms + patience_ms(breach.level, figures)
        ? []
        : [{ ...fault, kind: 'tardy', detail: `${how}, told ${(firstTold_ms - breach.knowable_ms) / 1000} s late` }];
    });
};
