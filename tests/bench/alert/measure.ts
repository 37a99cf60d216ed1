import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startJikim } from '../../e2e/harness.ts';
import { inRoot } from '../../../tools/root.ts';
import { runNode, startNode } from '../child.ts';
import { orderIdOf, scenarioOf } from '../crowd.ts';
import { fillTracks } from '../fill.ts';
import { tokensOf } from '../tokens.ts';
import { usageOf } from '../usage.ts';
import { openWatch } from './desks.ts';
import { alertCrowd, pairDevices, placeBefore } from './pairs.ts';
import { paintedIn, watchPaint } from './painted.ts';
import { Sent, type Plan } from './plan.ts';

/** One series of alerts against one server. */
export type Series = {
  readonly latencies_ms: readonly number[];
  readonly sent: Sent;
  /** Of the process that takes the positions, and of the one that serves the page where that is another. */
  readonly server_percent: number;
  readonly console_percent: number;
};

export type Pace = Omit<Plan, 'url' | 'tokens'>;

/** So long an alert stays on the screen: six rows at ten alerts a second, as many as fit without scrolling. */
const STAY_MS = 600;
const VIEWPORT = { width: 1280, height: 1000 } as const;

const withFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'jikim-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const withPage = async <T>(browser: Browser, work: (page: Page) => Promise<T>): Promise<T> => {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    await watchPaint(page);
    return await work(page);
  } finally {
    await context.close();
  }
};

const sendAll = (folder: string, plan: Plan): Promise<Sent> => {
  const file = join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  return runNode([inRoot('tests/bench/alert/sender.ts'), file]).then((printed) => Sent.parse(JSON.parse(printed)));
};

/** @returns what `work` gives, with the share of one core that processes used meanwhile, in percent. */
const withUsage = async <T>(
  pids: readonly number[],
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly percents: readonly number[] }> => {
  const started = performance.now();
  const before = pids.map((pid) => usageOf(pid).cpu_s);
  const value = await work();
  const wall_s = (performance.now() - started) / 1000;
  return { value, percents: pids.map((pid, i) => (100 * (usageOf(pid).cpu_s - (before[i] ?? 0))) / wall_s) };
};

/**
 * Joins what was sent with what was painted.
 * @throws Error when an alert never came to the screen: a lost one must not make the figure look better.
 */
const latencies = (sent: Sent, paintedOf: (device: string) => number | undefined): readonly number[] =>
  sent.breaches.map(([device, sent_ms]) => {
    const painted_ms = paintedOf(device);
    if (painted_ms === undefined) throw new Error(`the alert of ${device} was never painted`);
    return painted_ms - sent_ms;
  });

/** The product: `jikim start` with its console in a browser, a dispatcher signed in, the map off. */
export const measureJikim = (browser: Browser, pace: Pace): Promise<Series> =>
  withFolder(async (folder) => {
    const crowd = alertCrowd(pace.alerts);
    const scenario = join(folder, 'alerts.yaml');
    writeFileSync(scenario, scenarioOf(crowd));
    const jikim = await startJikim({ scenario, dataDir: join(folder, 'data'), args: ['--map=off'] });
    try {
      return await withPage(browser, async (page) => {
        await page.goto(jikim.link);
        await page.locator('input[type=password]').waitFor();
        const url = `http://127.0.0.1:${jikim.serverPort}`;
        const tokens = tokensOf(join(folder, 'data'), scenario);
        const alerting = pairDevices(crowd).slice(0, pace.alerts * 2);
        await fillTracks(`${url}/positions`, alerting, tokens, placeBefore);
        await page.getByLabel('아이디').fill('dispatcher1');
        await page.getByLabel('비밀번호').fill('jikim-dispatch');
        await page.getByRole('button', { name: '로그인', exact: true }).click();
        await page.getByText('--map=off').waitFor();
        const watch = await openWatch(url, STAY_MS);
        const plan = { ...pace, url: `${url}/positions`, tokens: Object.fromEntries(tokens) };
        const { value: sent, percents } = await withUsage([jikim.serverPid() ?? 0, jikim.pid], () =>
          sendAll(folder, plan),
        );
        await watch.leave();
        const painted = await paintedIn(page);
        const byOrder = new Map([...watch.incidents].map(([incident, order]) => [order, painted.get(incident)]));
        const pairOf = new Map(alerting.map(({ deviceId, pair }) => [deviceId, pair]));
        const [server_percent = 0, console_percent = 0] = percents;
        if (watch.incidents.size !== pace.alerts)
          throw new Error(`${watch.incidents.size} incidents were raised instead of ${pace.alerts}`);
        return {
          latencies_ms: latencies(sent, (device) => byOrder.get(orderIdOf(pairOf.get(device) ?? -1))),
          ...{ sent, server_percent, console_percent },
        };
      });
    } finally {
      await jikim.stop();
    }
  });

/** The reference: the same positions to a bare socket.io echo and its ten-line page. */
export const measureSocketPage = (browser: Browser, pace: Pace): Promise<Series> =>
  withFolder(async (folder) => {
    const server = await startNode([inRoot('tests/bench/alert/socketPage.ts'), String(STAY_MS)], (line) => line);
    try {
      return await withPage(browser, async (page) => {
        await page.goto(server.found);
        const { value: sent, percents } = await withUsage([server.pid], () =>
          sendAll(folder, { ...pace, url: server.found, tokens: {} }),
        );
        const painted = await paintedIn(page);
        const [server_percent = 0] = percents;
        return {
          latencies_ms: latencies(sent, (device) => painted.get(device)),
          sent,
          server_percent,
          console_percent: 0,
        };
      });
    } finally {
      await server.stop();
    }
  });
