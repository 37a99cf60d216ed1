import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from '../../tools/browser.ts';
import { CHROMIUM_FLAGS } from '../../tools/chromiumFlags.ts';
import { inRoot } from '../../tools/root.ts';
import { startNode, type Running } from './child.ts';
import { median, type Bench } from './result.ts';

const RUNS = 7;
const LINK = /http:\/\/127\.0\.0\.1:\d+\/[\w?=/-]*/;
const findLink = (line: string): string | undefined => LINK.exec(line)?.[0];

/** Resolves in the frame after the next one, when what stands in the page now has been painted. */
const PAINTED = '() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))';

/** @returns milliseconds from spawning a process to its page being painted in a fresh profile. */
const once = async (browser: Browser, spawned: () => Promise<Running>, selector: string): Promise<number> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const started = performance.now();
  const running = await spawned();
  try {
    await page.goto(running.found, { waitUntil: 'commit' });
    await page.locator(selector).first().waitFor({ state: 'visible', timeout: 30_000 });
    await page.evaluate(PAINTED);
    return performance.now() - started;
  } finally {
    await context.close();
    await running.stop();
  }
};

const ours = async (browser: Browser): Promise<number> => {
  const data = mkdtempSync(join(tmpdir(), 'jikim-bench-'));
  const args = ['start', '--shell=browser', '--no-open', '--port=0', `--data=${data}`];
  try {
    return await once(
      browser,
      () => startNode([inRoot('dist/main/cli.js'), ...args], findLink),
      'input[type=password]',
    );
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
};

const bare = (browser: Browser): Promise<number> =>
  once(browser, () => startNode([inRoot('tests/bench/barePage.ts')], findLink), 'input[type=password]');

/**
 * From the start of `jikim start` (built, with an empty data folder) to the painted sign-in, in a Chromium that is
 * already running but has never seen the page. Reference: a bare Node http server with a static page of the same form.
 */
export const start: Bench = async () => {
  if (!existsSync(inRoot('dist/main/cli.js'))) throw new Error('nothing is built; run: npm run build');
  const executablePath = findBrowser();
  if (executablePath === null)
    throw new Error('no Chromium found; run: npm test (it installs one), or set JIKIM_BROWSER');
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  try {
    const mine: number[] = [];
    const theirs: number[] = [];
    // Taken in turns, so that whatever else the machine does falls on both.
    for (let run = 0; run < RUNS; run += 1) {
      theirs.push(await bare(browser));
      mine.push(await ours(browser));
    }
    return {
      ours: median(mine),
      unit: 'ms',
      references: [{ name: 'bare-page', value: median(theirs) }],
      details: { runs_ms: mine.map(Math.round), barePage_runs_ms: theirs.map(Math.round), aim_ms: 3000 },
    };
  } finally {
    await browser.close();
  }
};
