import { median, rounded, type Bench } from '../result.ts';
import { outageOf, type Outage } from './outage.ts';

const isShort = process.env['JIKIM_BENCH_SHORT'] === '1';
const MANY = isShort ? 1000 : 5000;
const FEW = 250;
const ROUNDS = isShort ? 1 : 3;
const RATIO_AIM = 1.3;
const BLOCK_AIM_MS = 50;

/** Work an order causes by falling silent and coming back, µs. */
const perOrder_us = ({ silent_ms, back_ms }: Outage, orders: number): number => ((silent_ms + back_ms) / orders) * 1000;

/**
 * The offenders of thousands of orders fall silent within one second, as in an outage of a network, and are back a minute later: the core
 * of the server on a store on disk, with a virtual clock. Reference: the same with 250 orders. What an order costs must not grow with how
 * many there are, and nothing may hold up the event loop meanwhile.
 */
export const silence: Bench = async () => {
  await outageOf(FEW); // code and caches are warm for both
  const few: Outage[] = [];
  const many: Outage[] = [];
  // In turns, so that whatever else the machine does falls on both.
  for (let round = 0; round < ROUNDS; round += 1) {
    few.push(await outageOf(FEW), await outageOf(FEW));
    many.push(await outageOf(MANY));
  }
  const cost = (runs: readonly Outage[], orders: number): readonly number[] =>
    runs.map((run) => perOrder_us(run, orders));
  return {
    ours: median(cost(many, MANY)),
    unit: `µs an order, ${MANY} orders`,
    references: [{ name: String(FEW), value: median(cost(few, FEW)) }],
    details: {
      orders: MANY,
      silent_us_anOrder: rounded(median(many.map(({ silent_ms }) => (silent_ms / MANY) * 1000))),
      back_us_anOrder: rounded(median(many.map(({ back_ms }) => (back_ms / MANY) * 1000))),
      silent_us_anOrder_of250: rounded(median(few.map(({ silent_ms }) => (silent_ms / FEW) * 1000))),
      back_us_anOrder_of250: rounded(median(few.map(({ back_ms }) => (back_ms / FEW) * 1000))),
      perOrder_us_byRun: cost(many, MANY).map(rounded),
      perOrder_us_byRun_of250: cost(few, FEW).map(rounded),
      longestBlock_ms: rounded(Math.max(...many.map(({ longestBlock_ms }) => longestBlock_ms))),
      longestBlock_work_ms: rounded(Math.max(...many.map(({ longestWork_ms }) => longestWork_ms))),
      longestTransaction_ms: rounded(Math.max(...many.map((run) => run.longestTransaction_ms))),
      longestBlock_ms_of250: rounded(Math.max(...few.map(({ longestBlock_ms }) => longestBlock_ms))),
      aim: `ratio ≤ ${RATIO_AIM}, longest block of the event loop ≤ ${BLOCK_AIM_MS} ms`,
    },
  };
};
