import { SAME_MS, margin_m, metres, standingAt } from './told.ts';
import type { Fault, Figures, History, Stood } from './told.ts';
import type { Breach, RuleTruth } from './truth.ts';

/** A breach is told with the tick after it could be known. */
const TICK_MS = 2000;
/** A breach that nobody can argue with: deep enough, and not cut to less than a second by a schedule or by an order's validity. */
const isPlain = (breach: Breach): boolean =>
  breach.nearest_m < breach.limit_m - margin_m(breach.limit_m) &&
  (!breach.cut || breach.to_ms - breach.from_ms >= SAME_MS);

/** True where somebody reported between two moments; else both lie on one leg, of which the closest approach is told alone. */
const reportedBetween = (times: readonly number[], a_ms: number, b_ms: number): boolean =>
  times.some((time) => time > Math.min(a_ms, b_ms) && time < Math.max(a_ms, b_ms));

/** How much later a breach may be told than it could be known, milliseconds. */
const patience_ms = ({ level }: Breach, { doubt_s }: Figures): number =>
  TICK_MS + (level === 'warning' || level === 'alert' ? doubt_s * 1000 : 0);

/** Whether an alert that stood tells of a breach. */
const covers = (stood: Stood, breach: Breach, times: readonly number[], figures: Figures): boolean => {
  const { from_ms, to_ms, told_ms, byPresent } = stood;
  if (from_ms <= breach.to_ms + SAME_MS && to_ms >= breach.from_ms - SAME_MS) return true;
  // What a late report proves of a time before is no news while the alert stands as it is learned.
  if (told_ms < breach.knowable_ms && to_ms >= breach.knowable_ms) return true;
  // The last known place is where somebody is until the next report: its alert names the moment at which the report came.
  const atOnce = told_ms >= breach.knowable_ms && told_ms <= breach.knowable_ms + patience_ms(breach, figures);
  if (byPresent && atOnce && (breach.lastKnown || told_ms - breach.to_ms <= figures.dwell_s * 1000)) return true;
  return !byPresent && !reportedBetween(times, from_ms, breach.nearestAt_ms);
};

/** True breaches that were not told, or too late. */
export const missed = (
  rule: RuleTruth,
  history: History,
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
      return firstTold_ms <= breach.knowable_ms + patience_ms(breach, figures)
        ? []
        : [{ ...fault, kind: 'tardy', detail: `${how}, told ${(firstTold_ms - breach.knowable_ms) / 1000} s late` }];
    });
