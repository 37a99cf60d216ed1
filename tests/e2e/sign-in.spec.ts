import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect, test } from './fixtures.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

test('the sign-in screen paints and meets WCAG 2.2 AA', async ({ page, jikim }) => {
  await page.goto(jikim.link);
  await expect(page.locator('input[type=password]')).toBeVisible();
  // Run in the page's own world by the debugger's evaluation: the page's CSP stays as it is.
  await page.evaluate(await import('node:fs/promises').then((fs) => fs.readFile(AXE, 'utf8')));
  const { violations }: AxeResults = await page.evaluate(
    `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })`,
  );
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).toEqual([]);
});

test('the link works once', async ({ page, jikim, browser }) => {
  await page.goto(jikim.link);
  await expect(page.locator('input[type=password]')).toBeVisible();
  const stranger = await browser.newContext();
  const second = await (await stranger.newPage()).goto(jikim.link);
  expect(second?.status()).toBe(403);
  await stranger.close();
});
