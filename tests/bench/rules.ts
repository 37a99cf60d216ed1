import { loadPolicy } from '../../main/files/policy.ts';
import { median, rounded } from './result.ts';
import type { Bench } from './result.ts';
import { pairsOf, walkedFix } from './rulesCase.ts';
import type { Pair } from './rulesCase.ts';
import { haversineFloor, ours, turf } from './rulesEngines.ts';
import type { Evaluate } from './rulesEngines.ts';

const ORDERS = 10_000;
const GROWTH = [1000, 10_000, 100_000] as const;
/** Seconds of the clock whose fixes are evaluated before and while measuring. */
const WARM_UP_S = 4;
const ROUNDS = 5;

/** The fixes of a second, made before the clock runs: making them is no part of evaluating them. */
const fixesOf = (pairs: readonly Pair[], t: number) =>
  pairs.map(({ from }) => ({ victim: walkedFix(from.victim, t), offender: walkedFix(from.offender, t) }));

let sink = 0;

/** Evaluates both people's fixes of one second for every pair. @returns fixes a second. */
const second = (evaluate: Evaluate, pairs: readonly Pair[], t: number): number => {
  const fixes = fixesOf(pairs, t);
  const began = performance.now();
  pairs.forEach((pair, index) => {
    const both = fixes[index];
    if (both === undefined) return;
    sink += evaluate(pair, index, 'victim', both.victim);
    sink += evaluate(pair, index, 'offender', both.offender);
  });
  return (2 * pairs.length) / ((performance.now() - began) / 1000);
};

/** Fixes a second of each engine, second by second in turn, so that all meet the same moods of the machine. */
const compare = (
  engines: readonly Evaluate[],
  pairs: readonly Pair[],
  rounds: number,
): readonly (readonly number[])[] => {
  const rates: number[][] = engines.map(() => []);
  for (let t = 0; t < WARM_UP_S + rounds; t += 1) {
    engines.forEach((engine, index) => {
      const rate = second(engine, pairs, t);
      if (t >= WARM_UP_S) rates[index]?.push(rate);
    });
  }
  return rates;
};

/**
 * Fixes evaluated a second on one core over 10,000 orders with 3 zones each, at 1 Hz. References: the same questions asked of turf,
 * and as a floor one haversine per fix and limit with nothing kept. And what a fix costs with 1,000 to 100,000 orders.
 */
export const rules: Bench = () => {
  const policy = loadPolicy();
  const pairs = pairsOf(ORDERS, policy);
  const [mine = [], theirs = [], floor = []] = compare(
    [ours(policy), turf(policy), haversineFloor(pairs)],
    pairs,
    ROUNDS,
  );
  const growth = GROWTH.map((count) => {
    const many = pairsOf(count, policy);
    const repeats = Math.max(1, Math.round(100_000 / count));
    const [rates = []] = compare([ours(policy)], many, Math.min(30, repeats * ROUNDS));
    return 1e6 / median(rates);
  });
  const [small = 0, , large = 0] = growth;
  return Promise.resolve({
    ours: median(mine),
    unit: 'fixes/s',
    references: [
      { name: 'turf', value: median(theirs) },
      { name: 'haversine-floor', value: median(floor) },
    ],
    details: {
      orders: ORDERS,
      zonesPerOrder: 3,
      rates: mine.map(rounded),
      perFix_us_at_1000_10000_100000_orders: growth.map(rounded),
      growth_100000_to_1000: rounded(large / small),
      checked: sink,
      aim: '≥ 20 × turf, ≥ 0.2 × haversine-floor, cost a fix flat from 1,000 to 100,000 orders',
    },
  });
};
