import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { TRAINER, signIn, symbols } from './flow.ts';

test('an exercise runs on a server of its own, cannot be mistaken for the live one, and ends', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, TRAINER);
  await expect(page.getByRole('banner').getByText('시연 DEMO')).toBeVisible();
  await expect(page).toHaveTitle('지킴 Jikim — 시연 DEMO');
  // A live trainer reads no record, so nothing is on its way either.
  await expect(page.getByText('기록 수신 중')).toBeHidden();
  await expect(page.getByRole('list', { name: '훈련 시나리오' })).toContainText('장치 훼손 후 침묵');
  await expectAccessible(page);
  await page.getByRole('button', { name: '장치 훼손 후 침묵 훈련 시작' }).click();

  await expect(page.getByText('훈련 TRAINING')).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('banner').getByText('시연 DEMO')).toBeHidden();
  const bar = page.getByRole('toolbar', { name: '훈련 조종' });
  await bar.getByRole('radio', { name: '16배' }).click();
  const row = page.getByRole('list', { name: '진행 중인 사건' }).getByRole('button').first();
  await expect(row).toContainText('부착장치 훼손', { timeout: 30_000 });
  await row.click();
  await expect(symbols(page, 'person][data-role=offender]')).toContainText(/가해자/);

  await bar.getByRole('button', { name: '일시 정지' }).click();
  await expect(bar.getByText('일시 정지됨')).toBeVisible();
  // Again from the start, with the same seed: the record begins empty and the tamper comes again.
  await bar.getByRole('button', { name: '처음부터 다시' }).click();
  await expect(page.getByText('진행 중인 사건이 없습니다')).toBeVisible({ timeout: 30_000 });
  await bar.getByRole('radio', { name: '16배' }).click();
  await expect(row).toContainText('부착장치 훼손', { timeout: 30_000 });
  await bar.getByRole('button', { name: '훈련 종료' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '훈련 종료' }).click();
  await expect(page.getByText('훈련 TRAINING')).toBeHidden();
  await expect(page.getByRole('banner').getByText('시연 DEMO')).toBeVisible();
});
