import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../../tools/browser.ts';
import { FLAT_CHROMIUM_FLAGS } from '../../../tools/chromiumFlags.ts';
import { inRoot } from '../../../tools/root.ts';
import { quantile, rounded, type Bench } from '../result.ts';
import { measureJikim, measureSocketPage, type Pace, type Series } from './measure.ts';
import { partFigures } from './stages.ts';

const isShort = process.env['JIKIM_BENCH_SHORT'] === '1';
const ROUNDS = isShort ? 1 : 2;
const PACE: Pace = { alerts: isShort ? 60 : 500, perSecond: 5, warmUp_s: 5 };

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** The figures of one side. */
const figuresOf = (name: string, series: readonly Series[]): Readonly<Record<string, number | readonly number[]>> => {
  const all = series.flatMap((one) => one.latencies_ms);
  const at = (share: number): number => rounded(quantile(all, share));
  return {
    [`${name}_ms_p50_p90_p99_max`]: [at(0.5), at(0.9), at(0.99), at(1)],
    [`${name}_ms_p99_by_round`]: series.map((one) => rounded(quantile(one.latencies_ms, 0.99))),
    [`${name}_server_percent`]: rounded(mean(series.map((one) => one.server_percent))),
    [`${name}_positions`]: series.reduce((sum, one) => sum + one.sent.positions, 0),
    [`${name}_sender_late_ms_p99`]: rounded(Math.max(...series.map((one) => one.sent.late_p99_ms))),
    [`${name}_sender_percent`]: rounded(mean(series.map((one) => one.sent.cpu_percent))),
  };
};

/**
 * From the moment a breaching position is posted to its alert being painted in a dispatcher's queue, map off, while 2,000 devices
 * report every second; the 99th percentile. Reference: a bare socket.io echo and a ten-line page under the same load, in turns.
 */
export const alertLatency: Bench = async () => {
  if (!existsSync(inRoot('dist/main/cli.js'))) throw new Error('nothing is built; run: npm run build');
  const executablePath = findBrowser();
  if (executablePath === null)
    throw new Error('no Chromium found; run: npm test (it installs one), or set JIKIM_BROWSER');
  const browser = await chromium.launch({ executablePath, args: [...FLAT_CHROMIUM_FLAGS] });
  try {
    const mine: Series[] = [];
    const theirs: Series[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      theirs.push(await measureSocketPage(browser, PACE));
      mine.push(await measureJikim(browser, PACE));
    }
    const p99 = (series: readonly Series[]): number =>
      quantile(
        series.flatMap((one) => one.latencies_ms),
        0.99,
      );
    return {
      ours: p99(mine),
      unit: 'ms (p99)',
      references: [{ name: 'socket-page', value: p99(theirs) }],
      details: {
        alerts: PACE.alerts * ROUNDS,
        alertsPerSecond: PACE.perSecond,
        devices: 2000,
        ...figuresOf('jikim', mine),
        jikim_ms_mean: rounded(mean(mine.flatMap((one) => one.latencies_ms))),
        ...partFigures(mine.flatMap(({ parts }) => parts)),
        jikim_console_percent: rounded(mean(mine.map((one) => one.console_percent))),
        ...figuresOf('socketPage', theirs),
        aim: 'ratio ≤ 2',
      },
    };
  } finally {
    await browser.close();
  }
};
