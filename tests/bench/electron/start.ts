import { inRoot } from '../../../tools/root.ts';
import { median, rounded, type Bench } from '../result.ts';
import { withElectron, type RunningElectron } from './run.ts';

const RUNS = process.env['JIKIM_BENCH_SHORT'] === '1' ? 3 : 7;

/** Milliseconds from the start of the process until its password field has been painted. */
const painted_ms = async (running: RunningElectron): Promise<number> => {
  try {
    const [, at_ms] = await running.said(/painted (\d+)/);
    return Number(at_ms) - running.spawnedAt_ms;
  } finally {
    await running.stop();
  }
};

/**
 * From the start of Electron with the built product, on an empty data folder, to the painted sign-in. Reference: the same Electron with one
 * window and a static form.
 */
export const electronStart: Bench = () =>
  withElectron(async ({ version, product, emptyWindow }) => {
    const watched = ['-r', inRoot('tests/bench/electron/painted.cjs')];
    // Once each unmeasured: both find their files in the system's cache.
    await painted_ms(emptyWindow(...watched));
    await painted_ms(product(...watched));
    const mine: number[] = [];
    const theirs: number[] = [];
    // Taken in turns, so that whatever else the machine does falls on both.
    for (let run = 0; run < RUNS; run += 1) {
      theirs.push(await painted_ms(emptyWindow(...watched)));
      mine.push(await painted_ms(product(...watched)));
    }
    return {
      ours: median(mine),
      unit: 'ms',
      references: [{ name: 'empty-window', value: median(theirs) }],
      details: {
        ranOn: version,
        runs_ms: mine.map(rounded),
        emptyWindow_runs_ms: theirs.map(rounded),
        aim: 'ratio at most 2.5',
      },
    };
  });
