import { expect, test } from '@playwright/test';
import { serveStates } from './pages/desk/serve.ts';

test('a mass outage says all of itself in a row of 320 px, in either language', async ({ page }) => {
  const { urlOf, close } = await serveStates();
  for (const lang of ['ko', 'en'] as const) {
    await page.goto(urlOf('outage', lang));
    const row = page.locator('[data-outage]');
    await expect(row).toContainText('가상통신');
    const cut = await row.evaluate((one) =>
      [one, ...one.querySelectorAll('*')]
        .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
        .map(({ textContent }) => textContent),
    );
    expect(cut).toEqual([]);
  }
  await close();
});
