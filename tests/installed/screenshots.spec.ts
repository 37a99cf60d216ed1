import { join } from 'node:path';
import { DISPATCHER, rowOf, signIn } from '../e2e/flow.ts';
import { inRoot } from '../../tools/root.ts';
import { expect, test } from './fixtures.ts';
import type { Installed } from './fixtures.ts';

/** The pictures of the real Electron's window in docs/screenshots: `npm run screenshots`. */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];
/** Of the four pictures of each view, those the docs show; the others are only looked at. */
const KEPT = new Set(['ko-1280', 'en-1920']);

test.describe.configure({ timeout: 900_000 });

/** Takes what is in the first window, in both sizes. */
const shoot = async ({ app, page }: Installed, name: string, locale: 'ko' | 'en'): Promise<void> => {
  for (const { width, height } of SIZES) {
    await app.evaluate(
      ({ BrowserWindow }, [wide, high]) => BrowserWindow.getAllWindows()[0]?.setContentSize(wide, high),
      [width, height] as const,
    );
    await expect.poll(() => page.evaluate('innerWidth')).toBe(width);
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    const folder = inRoot(KEPT.has(`${locale}-${width}`) ? 'docs/screenshots' : 'test-results/screenshots');
    await page.screenshot({ path: join(folder, `electron-${name}-${locale}-${width}.png`) });
  }
};

for (const [locale, button] of [
  ['ko', '한 한국어'],
  ['en', 'EN English'],
] as const)
  test(`a breach and the lock, ${locale}`, async ({ jikim }) => {
    const { page } = jikim;
    await jikim.up();
    await signIn(page, DISPATCHER);
    const row = rowOf(page, '가해자 홍가명');
    await row.click({ timeout: 120_000 });
    // Not the warning before it: a breach is what the picture is of.
    await expect(row).toContainText(/경보 거리|접촉 거리/, { timeout: 240_000 });
    await expect(page.locator('[data-map=ready]').first()).toBeVisible({ timeout: 120_000 });
    await page.getByRole('button', { name: button }).click();
    await shoot(jikim, 'breach', locale);
    await jikim.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'));
    await expect(page.locator('input[type=password]')).toBeVisible();
    await shoot(jikim, 'locked', locale);
  });
