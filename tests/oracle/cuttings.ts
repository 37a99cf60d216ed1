import { chance as chanceOf } from '../../main/monitoring/simulator/random.ts';
import { LONGEST_KEPT_S, shuffled } from './deliveries.ts';
import { situationOf } from './generate.ts';
import type { Told } from './told.ts';
import { trackOf } from './tracks.ts';
import type { Report } from './tracks.ts';
import type { Situation } from './truth.ts';

/** Each report in a request of its own, received as it was made. */
const atOnce = (reports: readonly Report[]): readonly Report[] =>
  trackOf(reports).map((report, request) => ({ ...report, received_ms: report.at_ms, request }) as Report);

/**
 * The same pair, one of whose devices kept the reports of some minutes and handed them in at one moment: in one request, in several one
 * after the other, and in both with the order within each shuffled.
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
  const request = (index: number, cut: boolean): number =>
    all.length + (cut ? cuts.slice(0, index + 1).filter(Boolean).length : 0);
  const cutting = (cut: boolean, shuffle: boolean): Situation => {
    const requests = [...Map.groupBy(kept.keys(), (index) => request(index, cut)).entries()];
    const handedIn = requests.flatMap(([number, indices]) =>
      (shuffle ? shuffled(indices, chance) : indices).flatMap((index) => {
        const report = kept[index];
        return report === undefined ? [] : [{ ...report, received_ms: handedIn_ms, request: number }];
      }),
    );
    const [before, after] = [all.filter(({ at_ms }) => at_ms < begins_ms), all.filter(({ at_ms }) => at_ms > ends_ms)];
    const late = after.map((report) => ({ ...report, received_ms: Math.max(report.received_ms, handedIn_ms) }));
    return { ...situation, [other]: atOnce(situation[other]), [keeper]: [...before, ...handedIn, ...late] };
  };
  return {
    'in one request': cutting(false, false),
    'in several': cutting(true, false),
    'in one, shuffled': cutting(false, true),
    'in several, shuffled': cutting(true, true),
  };
};

/** The likely and confirmed breaches that positions showed, each by rule, level and the moment that its line names. */
export const sureRises = (
  told: readonly Told[],
): readonly (Pick<Told, 'rule' | 'level'> & { readonly at_ms: number })[] => {
  const standing = new Map<string, Told>();
  return told.flatMap((line) => {
    const before = standing.get(line.rule);
    if (line.kind === 'cleared') standing.delete(line.rule);
    else standing.set(line.rule, line);
    const RANKS = ['warning', 'buffer', 'alert', 'contact', 'zone'];
    // What is surer now of a breach that was told is no other breach.
    const isSurer = line.kind === 'updated' && before?.certainty === 'possible';
    const rose = before === undefined || RANKS.indexOf(line.level) > RANKS.indexOf(before.level) || isSurer;
    if (line.kind === 'cleared' || !rose || line.certainty === 'possible' || line.cause !== 'position') return [];
    return [{ rule: line.rule, level: line.level, at_ms: line.closestAt_ms ?? line.at_ms }];
  });
};
