import { findBrowser } from '../../tools/browser.ts';
import { CHROMIUM_FLAGS } from '../../tools/chromiumFlags.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, signIn } from './flow.ts';
import { scenarioFile } from './posting.ts';

const executablePath = findBrowser();
test.use({
  start: { scenario: scenarioFile('warning'), args: ['--map=off'] },
  launchOptions: {
    // As a browser on a desk does, which a headless one does not by itself.
    args: [...CHROMIUM_FLAGS, '--autoplay-policy=user-gesture-required'],
    ...(executablePath === null ? {} : { executablePath }),
  },
});

test('L14: after a reload a red bar says that sound is off, until a key turns it on; the volume check is asked once a shift', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const off = page.getByTestId('sound-off');
  const check = page.getByTestId('sound-check');
  await expect(check).toHaveCount(0);
  await expect(off).toHaveCount(0);

  await page.reload();
  await expect(off).toContainText('소리가 꺼져 있습니다');
  await expect(off).toHaveAttribute('data-why', 'blocked');
  await expectAccessible(page);
  await page.keyboard.press('x');
  await expect(off).toHaveCount(0);

  await page.reload();
  await off.getByRole('button', { name: '소리 켜기' }).click();
  await expect(off).toHaveCount(0);
  // The answer was given to the console process, which the reloads have not touched.
  await expect(check).toHaveCount(0);
});
