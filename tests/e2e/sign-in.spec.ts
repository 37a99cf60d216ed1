import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';

test('the sign-in screen paints and meets WCAG 2.2 AA', async ({ page, jikim }) => {
  await page.goto(jikim.link);
  await expect(page.locator('input[type=password]')).toBeVisible();
  await expectAccessible(page);
});

test('the link works once', async ({ page, jikim, browser }) => {
  await page.goto(jikim.link);
  await expect(page.locator('input[type=password]')).toBeVisible();
  const stranger = await browser.newContext();
  const second = await (await stranger.newPage()).goto(jikim.link);
  expect(second?.status()).toBe(403);
  await stranger.close();
});
