import { expect, test } from '@playwright/test';
import { picture } from '../../states/picture.ts';
import { serveStates } from './serve.ts';
import { STATES } from './states.ts';

/* What stands on the desk on very bad nights, to be looked at: `JIKIM_SCREENSHOTS=1 playwright test pages/desk`. */
test.setTimeout(380_000);

test('pictures of each state', async ({ page }) => {
  const { urlOf, close } = await serveStates();
  for (const state of Object.keys(STATES)) {
    await page.goto(urlOf(state, 'ko'));
    await expect(page.locator('#main, [data-testid=lock-screen]').first()).toBeVisible();
    await picture(page, state);
  }
  await close();
});
