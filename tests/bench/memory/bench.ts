import { inRoot } from '../../../tools/root.ts';
import { runNode } from '../child.ts';
import { rounded, type Bench } from '../result.ts';
import { HourLine } from './lines.ts';
import { BREACH_EVERY_S, INTERVAL_S, STEP_S } from './pace.ts';
import { DEVICES } from './setup.ts';

const isShort = process.env['JIKIM_BENCH_SHORT'] === '1';
const HOURS = isShort ? 3 : 24;
/** The first hours fill tracks and caches; growth counts from the end of this one. */
const FROM_HOUR = 2;

/**
 * Growth of the server's live memory over a simulated day, from the second hour to the last: 10,000 devices of 5,000 orders,
 * breaches raised, answered and closed all day. There is nothing to measure it against but its own level in the second hour.
 */
export const memory: Bench = async () => {
  const printed = await runNode(['--expose-gc', inRoot('tests/bench/memory/day.ts'), String(HOURS)]);
  const hours = printed
    .trim()
    .split('\n')
    .map((line) => HourLine.parse(JSON.parse(line)));
  const [from, last] = [hours[FROM_HOUR - 1], hours.at(-1)];
  if (from === undefined || last === undefined || hours.length < HOURS) throw new Error('the simulated day broke off');
  return {
    ours: last.heap_MB - from.heap_MB,
    unit: `MB (growth, hour ${FROM_HOUR} to ${HOURS})`,
    references: [{ name: `level of hour ${FROM_HOUR}`, value: from.heap_MB }],
    details: {
      devices: DEVICES.length,
      interval_s: INTERVAL_S,
      tickEvery_s: STEP_S,
      breachEvery_s: BREACH_EVERY_S,
      fixes: last.fixes,
      incidents: last.raised,
      heap_MB_byHour: hours.map(({ heap_MB }) => rounded(heap_MB)),
      rss_MB_byHour: hours.map(({ rss_MB }) => Math.round(rss_MB)),
      wall_s: Math.round(last.wall_s),
      aim: 'flat: growth within 5 % of the level',
    },
  };
};
