import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn, signOut, SUPERVISOR, TRAINER } from './flow.ts';
import { scenarioFile } from './posting.ts';
import { expectWhole } from './whole.ts';

/** A window of 1280 × 800 at 200 % zoom, as the page sees it. */
const ZOOMED = { width: 640, height: 400 };
test.use({ viewport: ZOOMED, start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

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
  // The review has the whole height below the top bar.
  const [bar, tabs] = [page.locator('header').first(), page.getByRole('tab', { name: '사건 검토' })];
  const [above, below] = [await bar.boundingBox(), await tabs.boundingBox()];
  expect((below?.y ?? Infinity) - ((above?.y ?? 0) + (above?.height ?? 0))).toBeLessThan(8);
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
