import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn, signOut, SUPERVISOR, TRAINER } from './flow.ts';
import { scenarioFile } from './posting.ts';

/** A window of 1280 × 800 at 200 % zoom, as the page sees it. */
const ZOOMED = { width: 640, height: 400 };
test.use({ viewport: ZOOMED, start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

type Fault = { readonly what: string; readonly fault: 'sideways' | 'cut off' | 'covered' };

/** Everything that goes beyond the side of the page, and every control that cannot be brought whole into sight. */
const faultsOf = (page: Page): Promise<readonly Fault[]> =>
  page.evaluate(async () => {
    const faults: { readonly what: string; readonly fault: 'sideways' | 'cut off' | 'covered' }[] = [];
    const say = (element: Element, fault: 'sideways' | 'cut off' | 'covered'): void =>
      void faults.push({ what: `${element.outerHTML.slice(0, 140)} ${element.textContent.slice(0, 40)}`, fault });
    const scrolls = (element: Element): boolean => /auto|scroll/.test(getComputedStyle(element).overflowX);
    if (document.documentElement.scrollWidth > window.innerWidth) say(document.documentElement, 'sideways');
    // A table may be wider than its own box; the page and its panes may not.
    for (const pane of document.querySelectorAll('*'))
      if (scrolls(pane) && pane.scrollWidth > pane.clientWidth + 1 && pane.querySelector('table') === null)
        say(pane, 'sideways');
    // Behind a dialog nothing is to be reached.
    const within = document.querySelector('[role="dialog"]') ?? document;
    const controls = within.querySelectorAll('button, a[href], input, textarea, [role="radio"], [role="combobox"]');
    for (const control of controls) {
      if (!control.checkVisibility() || control.matches(':disabled, [href="#main"]')) continue;
      control.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const { left, right, top, bottom } = control.getBoundingClientRect();
      if (left < 0 || right > window.innerWidth || top < 0 || bottom > window.innerHeight + 1) {
        // Taller than what is seen of it at once is no fault; beside it is.
        if (bottom - top <= window.innerHeight) say(control, 'cut off');
        continue;
      }
      const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
      if (seen === null || !(control.contains(seen) || seen.contains(control))) say(control, 'covered');
    }
    return faults;
  });

const expectWhole = async (page: Page, what: string): Promise<void> => {
  await page.screenshot({ path: test.info().outputPath(`${what}.png`) });
  expect(await faultsOf(page), what).toEqual([]);
  await expectAccessible(page);
};

const openTab = async (page: Page, name: string | RegExp): Promise<Locator> => {
  const tab = page.getByRole('tab', { name });
  await tab.click();
  return tab;
};

test('U6: at 200 % zoom sign-in, dispatch, review and training are whole, and nothing is out of reach', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await expect(page.getByLabel('아이디')).toBeVisible();
  await expectWhole(page, 'sign-in');
  await signIn(page, DISPATCHER);
  const row = rowOf(page, '가해자 전가명');
  await row.click({ timeout: 30_000 });
  await expectWhole(page, 'dispatch');
  for (const name of [/절차/, '사건기록']) {
    await openTab(page, name);
    await expectWhole(page, `dispatch-${String(name)}`.replaceAll('/', ''));
  }
  await page.keyboard.press('a');
  await expect(row).toHaveAttribute('data-sounding', 'false');
  await page.keyboard.press('r');
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectWhole(page, 'resolve');
  await page.keyboard.press('Escape');
  await signOut(page);

  await signIn(page, SUPERVISOR);
  await page.getByRole('row').filter({ hasText: '가해자 전가명' }).first().click();
  await expect(page.getByRole('tab', { name: '증거' })).toBeVisible();
  await expectWhole(page, 'review');
  await openTab(page, /열람/);
  await expectWhole(page, 'access');
  await signOut(page);

  await signIn(page, TRAINER);
  await expect(page.getByRole('list', { name: '훈련 시나리오' })).toBeVisible();
  await expectWhole(page, 'trainer');
});

test.describe('nobody is watched over yet', () => {
  test.use({ start: { scenario: scenarioFile('empty') } });

  test('U6: a register without orders is a start, and the screen says so calmly', async ({ page, jikim }) => {
    await page.goto(jikim.link);
    await signIn(page, DISPATCHER);
    await expect(page.getByText('등록된 보호명령이 없습니다')).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-alarm', 'none');
    await expectWhole(page, 'empty');
  });
});
