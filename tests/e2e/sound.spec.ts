import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, signIn } from './flow.ts';
import { scenarioFile } from './posting.ts';

test.use({ start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

/**
 * A page whose sound the browser holds back until somebody presses a key or clicks. Chromium does so by itself, but takes each question that
 * a test asks of the page for a press.
 */
const holdSoundBack = (): void => {
  let pressed = false;
  const press = (): void => {
    pressed = true;
  };
  window.addEventListener('keydown', press, { capture: true });
  window.addEventListener('click', press, { capture: true });
  window.AudioContext = class extends AudioContext {
    constructor() {
      super();
      void this.suspend();
    }
    override resume(): Promise<void> {
      return pressed ? super.resume() : new Promise(() => undefined);
    }
  };
};

test('L14: after a reload a red bar says that sound is off, until a key or a click turns it on; the volume is checked once a shift', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const off = page.getByTestId('sound-off');
  const check = page.getByTestId('sound-check');
  await expect(check).toHaveCount(0);
  await expect(off).toHaveCount(0);

  await page.addInitScript(holdSoundBack);
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
