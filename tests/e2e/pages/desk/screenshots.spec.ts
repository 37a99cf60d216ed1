import { expect, test } from '@playwright/test';
import { picture } from '../../states/picture.ts';
import { serveStates } from './serve.ts';
import { STATES } from './states.ts';

test.setTimeout(380_000);

/** Keys that open what belongs to a state. */
const OPENED_BY: Readonly<Record<string, string>> = { session: 'x', returned: 'o' };

/* What stands on the desk on very bad nights, to be looked at: `JIKIM_SCREENSHOTS=1 playwright test pages/desk`. */
test('pictures of each state', async ({ page }) => {
  const { urlOf, close } = await serveStates();
  for (const state of Object.keys(STATES)) {
    await page.goto(urlOf(state, 'ko'));
    await expect(page.locator('#main, [data-testid=lock-screen]').first()).toBeVisible();
    await picture(page, state);
    const key = OPENED_BY[state];
    if (key === undefined) continue;
    await page.keyboard.press(key);
    await expect(page.getByRole('dialog')).toBeVisible();
    await picture(page, `${state}-dialog`);
  }
  await close();
});
