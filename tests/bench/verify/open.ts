import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { CDPSession, Page } from 'playwright-core';
import { pino } from 'pino';
import { openBrowserShell } from '../../../main/shells/browser/shell.ts';
import { findBrowser } from '../../../tools/browser.ts';
import { CHROMIUM_FLAGS } from '../../../tools/chromiumFlags.ts';
import { inRoot } from '../../../tools/root.ts';
import { supervisor } from '../../builders/directory.ts';
import { openDouble } from '../../integration/console/double.ts';
import { driveConsole, tempFolder, until } from '../../integration/console/harness.ts';
import { median } from '../result.ts';
import { longRecord } from './longRecord.ts';

const RUNS = 9;
const LIMIT_MS = 60_000;
/** Resolves in the frame after the next one, when what stands in the page now has been painted. */
const PAINTED = '() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))';

export type Opening = {
  readonly entries: number;
  /** Main-thread time of opening the long incident, ms, each run; the first, which also loads fonts and code, is left out. */
  readonly long_ms: readonly number[];
  /** The same for an incident of a few entries: what opening costs by itself. */
  readonly short_ms: readonly number[];
  readonly median_ms: number;
};

/**
 * Time the page's main thread has worked so far, ms: scripts, style, layout and paint, as Chromium counts its tasks. Processor time of
 * that thread, so that what else runs on the machine does not count.
 */
const worked_ms = async (cdp: CDPSession): Promise<number> => {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
};

/** Presses the row and waits until the last line of its record is painted. */
const open = async (page: Page, cdp: CDPSession, row: number, isLong: boolean): Promise<number> => {
  const before_ms = await worked_ms(cdp);
  await page.locator('tr[data-code] button').nth(row).click();
  await page.locator(`tr[data-code][aria-selected=true] >> nth=0`).waitFor();
  await page.locator('[role=log] li[data-kind="incident.resolved"]').first().waitFor({ state: 'visible' });
  await page.evaluate(PAINTED);
  const took_ms = (await worked_ms(cdp)) - before_ms;
  const held = Number((await page.locator('[role=log] li').last().getAttribute('aria-setsize')) ?? 0);
  if (held > 0 !== isLong) throw new Error(`row ${row} is not the ${isLong ? 'long' : 'short'} incident`);
  return took_ms;
};

/**
 * A supervisor opens an incident of `length` entries in a real Chromium, on the built page over a real console process; only the
 * server is a double. Main-thread time from the press to the painted record, its newest lines in sight.
 * @throws Error with one clear line where nothing is built or no browser is found.
 */
export const openLongIncident = async (length = 10_000): Promise<Opening> => {
  if (!existsSync(inRoot('dist/renderer/index.html'))) throw new Error('nothing is built; run: npm run build');
  const executablePath = findBrowser();
  if (executablePath === null)
    throw new Error('no Chromium found; run: npm test (it installs one), or set JIKIM_BROWSER');
  const folder = tempFolder();
  const double = await openDouble(supervisor, 0, [...longRecord(length)]);
  const driven = driveConsole(double.url, folder.path);
  const shell = await openBrowserShell({
    console: driven.process,
    pages: inRoot('dist/renderer'),
    mapbox: false,
    port: 0,
    now: () => Date.now(),
    log: pino({ level: 'silent' }),
  });
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  try {
    await until('link up', () => driven.process.snapshot().link.status === 'up', LIMIT_MS);
    await driven.call('signIn', { username: 'u', password: 'right' });
    await until('caught up', () => driven.process.snapshot().link.caughtUp, LIMIT_MS);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(LIMIT_MS);
    await page.goto(shell.newLink());
    await page.locator('tr[data-code]').nth(1).waitFor(); // the short one comes last: all has arrived
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    const rows = await page.locator('tr[data-code]').count();
    const [long_ms, short_ms]: [number[], number[]] = [[], []];
    // Newest first: the short one is the first row.
    for (let run = 0; run <= RUNS; run += 1) {
      long_ms.push(await open(page, cdp, rows - 1, true));
      short_ms.push(await open(page, cdp, 0, false));
    }
    const counted = long_ms.slice(1);
    return { entries: length, long_ms: counted, short_ms: short_ms.slice(1), median_ms: median(counted) };
  } finally {
    await browser.close();
    await shell.close();
    await driven.close();
    await double.kill();
    folder.remove();
  }
};
