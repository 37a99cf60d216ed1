import { expect, test } from '@playwright/test';
import { serveStates } from './pages/desk/serve.ts';

declare global {
  /** Tells the page of all that fails in another state (pages/desk/main.ts). */
  var worsen: (state: string) => void;
}

test('L12: bars that come while a row is pointed at move no row, leave the incidents most of the window, and come the gravest first', async ({
  page,
}) => {
  const { urlOf, close } = await serveStates();
  await page.goto(urlOf('impaired', 'ko'));
  const bars = page.getByTestId('bars').locator('[data-testid]');
  await expect(bars).toHaveCount(1);
  const row = page.locator('ul [data-incident]').first();
  await row.hover();
  const before = await row.boundingBox();

  await page.evaluate(() => worsen('everything'));
  await expect(bars).toHaveCount(9);
  expect(await bars.evaluateAll((all) => all.map((bar) => bar.dataset['testid']))).toEqual([
    ...['server-store-bar', 'disk-bar', 'clock-bar', 'impaired-bar', 'silent-desks-bar'],
    ...['returned-bar', 'stranded-bar', 'machine-clock-bar', 'restart-bar'],
  ]);

  expect(await row.boundingBox()).toEqual(before);
  await expect(row).toBeInViewport({ ratio: 1 });
  const room = await page.getByTestId('bars').boundingBox();
  expect(room?.height).toBeLessThanOrEqual(320);
  expect((room?.y ?? 0) + (room?.height ?? 0)).toBeLessThanOrEqual(800);
  // What has no room is reached by scrolling.
  await page.getByTestId('restart-bar').getByRole('button').scrollIntoViewIfNeeded();
  await expect(page.getByTestId('restart-bar').getByRole('button')).toBeInViewport({ ratio: 1 });
  // However much comes, what is written to the incident stays within reach.
  await expect(page.getByPlaceholder(/조치와 상황/)).toBeInViewport({ ratio: 1 });
  await close();
});
