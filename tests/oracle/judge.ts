import { leftEarly } from './leaving.ts';
import { missed } from './missed.ts';
import { historyOf } from './told.ts';
import type { Fault, Figures, Told } from './told.ts';
import { trackOf } from './tracks.ts';
import { breachesOf, rulesOf } from './truth.ts';
import type { Situation } from './truth.ts';
import { toldTwice, untrue } from './untrue.ts';

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
      ...toldTwice(rule, history, offender, victim, figures),
      ...leftEarly(rule, history, offender, victim, figures),
    ];
  });
};
