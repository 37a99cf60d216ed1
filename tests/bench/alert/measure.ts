import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { IncidentId } from '../../../shared/domain/ids.ts';
import { startJikim, until } from '../../e2e/harness.ts';
import { inRoot } from '../../../tools/root.ts';
import { runNode, startNode } from '../child.ts';
import { orderIdOf, scenarioOf } from '../crowd.ts';
import { fillTracks, TRACK_S } from '../fill.ts';
import { tokensOf } from '../tokens.ts';
import { usageOf } from '../usage.ts';
import { createChores } from './chores.ts';
import { openWatch, type Watch } from './desks.ts';
import { alertCrowd, pairDevices, placeBefore } from './pairs.ts';
import { watchPaint, type Painted } from './painted.ts';
import { Sent, type Plan } from './plan.ts';
import { partsOf, readMarks, type Parts, type Way } from './stages.ts';

/** One series of alerts against one server. */
export type Series = {
  readonly latencies_ms: readonly number[];
  readonly sent: Sent;
  /** Of the process that takes the positions, and of the one that serves the page where that is another. */
  readonly server_percent: number;
  readonly console_percent: number;
  /** How long each alert was in each part of its way; none of the reference. */
  readonly parts: readonly Parts[];
};

export type Pace = Omit<Plan, 'url' | 'tokens'>;

/** So long an alert stays on the screen: three rows or so at a time, without scrolling. */
const STAY_MS = 600;
/** A machine under other load may lag; an alert that takes longer is lost. */
const PAINTED_LIMIT_MS = 60_000;
const READY_LIMIT_MS = 45_000;
const VIEWPORT = { width: 1280, height: 1000 } as const;

const withFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(join(tmpdir(), 'jikim-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const withPage = async <T>(
  browser: Browser,
  onPainted: (id: string) => void,
  work: (page: Page, painted: Painted) => Promise<T>,
): Promise<T> => {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    return await work(page, await watchPaint(page, onPainted));
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

/** Every alert as it came to the screen. @throws Error when one never did: it must not make the figure look better. */
const shown = <T>(sent: Sent, of: (device: string, sent_ms: number) => T | undefined): readonly T[] =>
  sent.breaches.map(([device, sent_ms]) => {
    const one = of(device, sent_ms);
    if (one === undefined) throw new Error(`the alert of ${device} was never painted`);
    return one;
  });

/** Waits until the monitoring server answers: the sign-in screen may be there before it. */
const untilReady = async (url: string): Promise<void> => {
  const deadline = performance.now() + READY_LIMIT_MS;
  while (
    !(await fetch(`${url}/health`).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (performance.now() > deadline)
      throw new Error(`the monitoring server did not answer within ${READY_LIMIT_MS / 1000} s`);
    await delay(100);
  }
};

const signIn = async (page: Page): Promise<void> => {
  await page.getByLabel('아이디').fill('dispatcher1');
  await page.getByLabel('비밀번호').fill('jikim-dispatch');
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  await page.getByText('--map=off').waitFor();
};

/** The product: `jikim start` with its console in a browser, a dispatcher signed in, the map off. */
export const measureJikim = (browser: Browser, pace: Pace): Promise<Series> =>
  withFolder(async (folder) => {
    const crowd = alertCrowd(pace.alerts);
    const everybody = pairDevices(crowd);
    const alerting = everybody.slice(0, pace.alerts * 2);
    const scenario = join(folder, 'alerts.yaml');
    const dataDir = join(folder, 'data');
    const marks = join(folder, 'marks');
    mkdirSync(marks);
    writeFileSync(scenario, scenarioOf(crowd));
    const env = {
      NODE_OPTIONS: `--import=${pathToFileURL(inRoot('tests/bench/alert/marks.ts')).href}`,
      JIKIM_BENCH_MARKS: marks,
    };
    const jikim = await startJikim({ scenario, dataDir, args: ['--map=off'], env });
    const url = `http://127.0.0.1:${jikim.serverPort}`;
    const chores = createChores();
    let watch: Watch | null = null;
    const end = async (id: string): Promise<void> => watch?.end(IncidentId.parse(id));
    try {
      const series = await withPage(
        browser,
        (id) => chores.add(() => end(id), STAY_MS),
        async (page, painted) => {
          await page.goto(jikim.link);
          await page.locator('input[type=password]').waitFor();
          await untilReady(url);
          const tokens = tokensOf(dataDir, scenario);
          await fillTracks(`${url}/positions`, alerting, tokens, placeBefore, TRACK_S);
          // The others are heard once, so that the simulator has let go of everybody before the clock starts.
          await fillTracks(`${url}/positions`, everybody.slice(alerting.length), tokens, placeBefore, 1);
          await signIn(page);
          watch = await openWatch(url);
          const { orders } = watch;
          const plan = { ...pace, url: `${url}/positions`, tokens: Object.fromEntries(tokens) };
          const pids = [jikim.serverPid() ?? 0, jikim.pid];
          const { value: sent, percents } = await withUsage(pids, () => sendAll(folder, plan));
          await until('every alert is painted', PAINTED_LIMIT_MS, () => painted.size >= pace.alerts);
          await chores.done();
          watch.leave();
          // Newest first, so that the first incident of an order stays: where certainty rises after the resolution, there is a second.
          const incidentOf = new Map([...orders].toReversed().map(([incident, order]) => [order, incident]));
          const deviceOf = new Map(alerting.map((device) => [device.deviceId, device]));
          const wayOf = (deviceId: string, sent_ms: number): Way | undefined => {
            const device = deviceOf.get(deviceId);
            if (device === undefined) return undefined;
            const order = orderIdOf(device.pair);
            const incident = incidentOf.get(order);
            const row = incident === undefined ? undefined : painted.get(incident);
            if (incident === undefined || row === undefined) return undefined;
            return { person: device.personId, order, incident, sent_ms, row };
          };
          const [server_percent = 0, console_percent = 0] = percents;
          return { ways: shown(sent, wayOf), sent, server_percent, console_percent };
        },
      );
      await jikim.stop(); // its processes write what they noted when they end
      const { ways, ...figures } = series;
      const parts = partsOf(readMarks(marks), ways);
      return { ...figures, parts, latencies_ms: ways.map(({ row, sent_ms }) => row.painted_ms - sent_ms) };
    } finally {
      await jikim.stop();
    }
  });

/** The reference: the same positions to a bare socket.io echo and its ten-line page. */
export const measureSocketPage = (browser: Browser, pace: Pace): Promise<Series> =>
  withFolder(async (folder) => {
    const server = await startNode([inRoot('tests/bench/alert/socketPage.ts'), String(STAY_MS)], (line) => line);
    try {
      return await withPage(
        browser,
        () => undefined,
        async (page, painted) => {
          await page.goto(server.found);
          const plan = { ...pace, url: server.found, tokens: {} };
          const { value: sent, percents } = await withUsage([server.pid], () => sendAll(folder, plan));
          await until('every row is painted', PAINTED_LIMIT_MS, () => painted.size >= pace.alerts);
          const [server_percent = 0] = percents;
          const took = (device: string, sent_ms: number): number | undefined => {
            const row = painted.get(device);
            return row === undefined ? undefined : row.painted_ms - sent_ms;
          };
          return { latencies_ms: shown(sent, took), parts: [], sent, server_percent, console_percent: 0 };
        },
      );
    } finally {
      await server.stop();
    }
  });
