import { leftEarly } from './leaving.ts';
import { missed } from './missed.ts';
import { historyOf } from './told.ts';
import type { Fault, Figures, Told } from './told.ts';
import { trackOf } from './tracks.ts';
import { breachesOf, judgedOf, rulesOf } from './truth.ts';
import type { Situation } from './truth.ts';
import { toldTwice, untrue } from './untrue.ts';

/** Compares what an engine told of a situation with what was. */
export const judge = (situation: Situation, told: readonly Told[], figures: Figures): readonly Fault[] => {
  const offender = trackOf(situation.offender);
  const victim = trackOf(situation.victim);
  const breaches = breachesOf(situation);
  const judged = [judgedOf(situation.order, offender), judgedOf(situation.order, victim)] as const;
  return rulesOf(situation.order).flatMap((rule) => {
    const history = historyOf(rule, told);
    return [
      ...missed(rule, history, breaches, offender, victim, figures),
      ...untrue(rule, history, offender, victim, judged),
      ...toldTwice(rule, history, offender, victim, figures),
      ...leftEarly(rule, history, offender, victim, figures),
    ];
  });
};
