import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { inRoot } from '../../tools/root.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, SUPERVISOR, TRAINER, respond, review, rowOf, signIn, signOut, symbols } from './flow.ts';

/** The pictures of docs/screenshots, taken from the running product: `npm run screenshots`. */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];
/** Of the four pictures of each view, those the docs show; the others are only looked at. */
const KEPT = new Set(['ko-1280', 'en-1920']);
const OFFENDER = '가해자 홍가명';

/** Waits until the map has drawn what it holds: software rendering is slow. */
const settled = async (page: Page): Promise<void> => {
  if ((await page.locator('[data-map]').count()) > 0) {
    await expect(page.locator('[data-map=ready]').first()).toBeVisible({ timeout: 60_000 });
  }
  await page.evaluate(async () => {
    for (let i = 0; i < 8; i += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
};

const shoot = async (page: Page, name: string): Promise<void> => {
  for (const [locale, button] of [
    ['en', 'EN English'],
    ['ko', '한 한국어'],
  ] as const) {
    await page.getByRole('button', { name: button }).click();
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await settled(page);
      const folder = inRoot(KEPT.has(`${locale}-${size.width}`) ? 'docs/screenshots' : 'test-results/screenshots');
      await page.screenshot({ path: join(folder, `${name}-${locale}-${size.width}.png`) });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
};

test.describe.configure({ timeout: 900_000 });

test('live', async ({ page, jikim }) => {
  await page.goto(jikim.link);
  await expect(page.getByText('연결됨')).toBeVisible();
  await shoot(page, 'sign-in');
  await signIn(page, DISPATCHER);
  await respond(page, OFFENDER, {
    onBreach: () => shoot(page, 'breach'),
    afterEnRoute: async () => {
      await rowOf(page, OFFENDER).click();
      await page.getByRole('tab', { name: '사건기록' }).click();
      await shoot(page, 'record');
    },
  });
  await signOut(page);
  await signIn(page, SUPERVISOR);
  // It is not closed: he goes on, and the incident that follows would have to end first.
  await review(page, OFFENDER);
  await page.getByRole('slider', { name: '재생 시각' }).press('End');
  await shoot(page, 'supervisor');
});

test('training', async ({ page, jikim }) => {
  await page.goto(jikim.link);
  await signIn(page, TRAINER);
  await shoot(page, 'scenarios');
  await page.getByRole('button', { name: '장치 훼손 후 침묵 훈련 시작' }).click();
  await expect(page.getByText('훈련 TRAINING')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('radio', { name: '8배' }).click();
  await page.getByRole('list', { name: '진행 중인 사건' }).getByRole('button').first().click({ timeout: 30_000 });
  await page.getByRole('radio', { name: '1배', exact: true }).click();
  await expect(symbols(page, 'person][data-role=offender]')).toContainText(/가해자/);
  await shoot(page, 'trainer');
});
