import { chance as chanceOf } from '../../main/monitoring/simulator/random.ts';
import { LONGEST_KEPT_S, shuffled } from './deliveries.ts';
import { situationOf } from './generate.ts';
import { SAME_MS, historyOf, margin_m, none, standingAt } from './told.ts';
import type { Told } from './told.ts';
import { trackOf } from './tracks.ts';
import type { Report } from './tracks.ts';
import { rulesOf, then_m } from './truth.ts';
import type { Situation } from './truth.ts';

/** A phone sends the next request when the one before was answered. */
const ANSWERED_MS = 100;

/** Each report in a request of its own, received as it was made. */
const atOnce = (reports: readonly Report[]): readonly Report[] =>
  trackOf(reports).map((report, request) => ({ ...report, received_ms: report.at_ms, request }) as Report);

/**
 * The same pair, one of whose devices kept the reports of some minutes and handed them in: in one request, in several at
 * the same moment, in both with the order within each shuffled, and as a phone does, one request when the one before was answered.
 */
export const cuttingsOf = (seed: number): Readonly<Record<string, Situation>> => {
  const chance = chanceOf(seed, 'cutting');
  const situation = situationOf(seed);
  const keeper = chance.unit() < 0.7 ? 'offender' : 'victim';
  const other = keeper === 'offender' ? 'victim' : 'offender';
  const all = atOnce(situation[keeper]);
  const begins_ms = all[Math.floor(chance.between(0, all.length))]?.at_ms ?? 0;
  const ends_ms = begins_ms + chance.between(0.2, 1) * LONGEST_KEPT_S * 1000;
  const kept = all.filter(({ at_ms }) => at_ms >= begins_ms && at_ms <= ends_ms);
  const handedIn_ms = (kept.at(-1)?.at_ms ?? 0) + 1000;
  const cuts = kept.map(() => chance.unit() < 3 / kept.length);
  const cutBefore = (index: number): number => cuts.slice(0, index + 1).filter(Boolean).length;
  const cutting = (requestOf: (index: number) => number, shuffle: boolean, answered_ms = 0): Situation => {
    const requests = [...Map.groupBy(kept.keys(), requestOf).entries()];
    const handedIn = requests.flatMap(([number, indices]) =>
      (shuffle ? shuffled(indices, chance) : indices).flatMap((index) => {
        const report = kept[index];
        const received_ms = handedIn_ms + number * answered_ms;
        return report === undefined ? [] : [{ ...report, received_ms, request: all.length + number }];
      }),
    );
    const [before, after] = [all.filter(({ at_ms }) => at_ms < begins_ms), all.filter(({ at_ms }) => at_ms > ends_ms)];
    const ended_ms = handedIn.at(-1)?.received_ms ?? handedIn_ms;
    const late = after.map((report) => ({ ...report, received_ms: Math.max(report.received_ms, ended_ms) }));
    return { ...situation, [other]: atOnce(situation[other]), [keeper]: [...before, ...handedIn, ...late] };
  };
  return {
    'in one request': cutting(() => 0, false),
    'in several': cutting(cutBefore, false),
    'in one, shuffled': cutting(() => 0, true),
    'in several, shuffled': cutting(cutBefore, true),
    'in several, one after another': cutting(cutBefore, false, ANSWERED_MS),
    'each by itself, one after another': cutting((index) => index, false, ANSWERED_MS),
  };
};

const RANKS: readonly string[] = ['warning', 'buffer', 'alert', 'contact', 'zone'];

/** The likely and confirmed breaches that positions showed, each by rule, level and the moment that its line names. */
export const sureRises = (
  told: readonly Told[],
): readonly (Pick<Told, 'rule' | 'level'> & { readonly at_ms: number })[] => {
  /** The tier that each rule's alert is sure of; what is merely possible nearer leaves it as it is. */
  const sure = new Map<string, number>();
  return told.flatMap((line) => {
    const before = sure.get(line.rule) ?? -1;
    if (line.kind === 'cleared') sure.delete(line.rule);
    if (line.kind === 'cleared' || line.certainty === 'possible') return [];
    const rank = RANKS.indexOf(line.level);
    sure.set(line.rule, rank);
    if (rank <= before || line.cause !== 'position') return [];
    return [{ rule: line.rule, level: line.level, at_ms: line.closestAt_ms ?? line.at_ms }];
  });
};

/** True where an alert stood, for sure and at that tier or a nearer one, at the moment that another telling names. */
export const stoodAt = (
  { order }: Situation,
  told: readonly Told[],
  { rule, level }: Pick<Told, 'rule' | 'level'>,
  at_ms: number,
): boolean => {
  const truth = rulesOf(order).find(({ key }) => key === rule);
  const tier = truth?.limits.findIndex((limit) => limit.level === level) ?? -1;
  if (truth === undefined || tier < 0) return false;
  const ofSure = historyOf(truth, told).map((step) => ({ ...step, after: step.after.sure ? step.after : none }));
  return standingAt(ofSure, tier).some(({ from_ms, to_ms }) => at_ms >= from_ms - SAME_MS && at_ms <= to_ms + SAME_MS);
};

/** True where the pair was within a tier from one moment to another: one stay, of which an alert names the nearest that is known as it is told. */
export const isOneStay = (
  situation: Situation,
  { rule, level }: Pick<Told, 'rule' | 'level'>,
  a_ms: number,
  b_ms: number,
): boolean => {
  const truth = rulesOf(situation.order).find(({ key }) => key === rule);
  const limit_m = truth?.limits.find((limit) => limit.level === level)?.limit_m;
  if (truth === undefined || limit_m === undefined) return false;
  const [offender, victim] = [trackOf(situation.offender), trackOf(situation.victim)];
  for (let moment_ms = Math.min(a_ms, b_ms); moment_ms <= Math.max(a_ms, b_ms); moment_ms += SAME_MS)
    if (then_m(truth, offender, victim, moment_ms) > limit_m + margin_m(limit_m)) return false;
  return true;
};
