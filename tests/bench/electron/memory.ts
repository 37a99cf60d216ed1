import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { DISPATCHER } from '../../e2e/flow.ts';
import { descendantsOf } from '../../e2e/processes.ts';
import { rounded, type Bench } from '../result.ts';
import { withElectron } from './run.ts';

const isShort = process.env['JIKIM_BENCH_SHORT'] === '1';
const MINUTES = isShort ? 1 : 10;
/** What a start and the first minute of a session take is no growth. */
const SETTLED_MIN = isShort ? 0.25 : 2;
const EMPTY_MIN = 0.5;
const SAMPLE_EVERY_MS = 5000;

type Sample = { readonly at_min: number; readonly byKind_MB: Readonly<Record<string, number>> };

const kindOf = (pid: number): string => {
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  const service = /--utility-sub-type=(\S+)/.exec(command)?.[1];
  if (service !== undefined) return service.startsWith('node.') ? 'server' : 'utilities';
  return /--type=([\w-]+)/.exec(command)?.[1] ?? 'console';
};

/** Memory of a process with its share of what it has in common with others (proc_pid_smaps(5)); only root may read it of sandboxed ones. */
const pss_MB = (pid: number): number =>
  (Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024) / 1e6;

const sample = (root: number, startedAt_ms: number): Sample => {
  const byKind_MB: Record<string, number> = {};
  for (const pid of [root, ...descendantsOf(root)]) {
    try {
      const kind = kindOf(pid);
      byKind_MB[kind] = (byKind_MB[kind] ?? 0) + pss_MB(pid);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EACCES')
        throw new Error('memory of sandboxed processes can be read by root only', { cause: error });
      // It ended while we were reading.
    }
  }
  return { at_min: (performance.now() - startedAt_ms) / 60_000, byKind_MB };
};

const total_MB = ({ byKind_MB }: Sample): number => Object.values(byKind_MB).reduce((sum, each) => sum + each, 0);

const sampled = async (root: number, minutes: number): Promise<readonly Sample[]> => {
  const startedAt_ms = performance.now();
  const samples: Sample[] = [];
  while ((samples.at(-1)?.at_min ?? 0) < minutes) {
    samples.push(sample(root, startedAt_ms));
    await delay(SAMPLE_EVERY_MS);
  }
  return samples;
};

/** Slope of the line through these points by least squares, in MB a minute. */
const slope_MB_per_min = (samples: readonly Sample[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
  const [x, y] = [mean(samples.map(({ at_min }) => at_min)), mean(samples.map(total_MB))];
  const over = samples.reduce((sum, each) => sum + (each.at_min - x) * (total_MB(each) - y), 0);
  return over / samples.reduce((sum, { at_min }) => sum + (at_min - x) ** 2, 0);
};

/**
 * Memory of the console, its server, its page and all of Electron's other processes together, after minutes of `evening` with a dispatcher
 * signed in, and how fast it still grows. Reference: the same Electron with one window and a static form.
 */
export const electronMemory: Bench = () => {
  if (process.platform !== 'linux') throw new Error('memory is read from /proc, which only Linux has');
  return withElectron(async ({ version, product, emptyWindow }) => {
    const empty = emptyWindow();
    const bare = await sampled(empty.pid, EMPTY_MIN);
    await empty.stop();

    const jikim = product('--remote-debugging-port=0');
    try {
      const [, address] = await jikim.said(/DevTools listening on (ws:\S+)/);
      await jikim.said(/Monitoring server: /);
      const browser = await chromium.connectOverCDP(address ?? '');
      const page = browser.contexts()[0]?.pages()[0];
      if (page === undefined) throw new Error('there is no window');
      await page.getByLabel('아이디').fill(DISPATCHER.username);
      await page.getByLabel('비밀번호').fill(DISPATCHER.password);
      await page.getByRole('button', { name: '로그인', exact: true }).click();
      await page.getByRole('button', { name: /^계정/ }).waitFor();
      await browser.close(); // ends the connection only

      const samples = await sampled(jikim.pid, MINUTES);
      const last = samples.at(-1);
      const bareLast = bare.at(-1);
      if (last === undefined || bareLast === undefined) throw new Error('nothing was measured');
      const settled = samples.filter(({ at_min }) => at_min >= SETTLED_MIN);
      return {
        ours: total_MB(last),
        unit: `MB (all processes after ${MINUTES} min)`,
        references: [{ name: 'empty-window', value: total_MB(bareLast) }],
        details: {
          ranOn: version,
          slope_MB_per_min: rounded(slope_MB_per_min(settled)),
          slopeFrom_min: SETTLED_MIN,
          byProcess_MB: Object.entries(last.byKind_MB)
            .map(([kind, each]) => `${kind} ${Math.round(each)}`)
            .join(', '),
          total_MB_everyMinute: samples
            .filter(({ at_min }, i) => Math.floor(at_min) !== Math.floor(samples[i - 1]?.at_min ?? -1))
            .map((each) => Math.round(total_MB(each))),
        },
      };
    } finally {
      await jikim.stop();
    }
  });
};
