import { expect, test } from './fixtures.ts';
import { DISPATCHER, SUPERVISOR, rowOf, signIn, signOut, symbols } from './flow.ts';
import { scenarioFile } from './posting.ts';

const OFFENDER = '가해자 전가명';
const REASON = '피해자 통화 중 위험 진술';
test.use({ start: { scenario: scenarioFile('warning') } });

test('the warning tier shows nobody until the glass is broken with a reason, which the supervisor finds', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const row = rowOf(page, OFFENDER);
  await expect(row).toContainText('경고 거리', { timeout: 30_000 });
  await expect(row).toContainText(/1\.\d+ km/);
  await expect(row).toContainText('북쪽');
  await row.click();
  await expect(page.locator('[data-map=ready]')).toBeVisible({ timeout: 60_000 });
  await expect(symbols(page, 'person]')).toHaveCount(0);

  await page.getByRole('button', { name: '긴급 열람' }).click();
  await page.getByLabel('열람 사유').fill(REASON);
  await page.getByRole('button', { name: '기록하고 열람' }).click();
  await expect(symbols(page, 'person]')).toHaveCount(2);

  // A reload keeps the lease, which lives in the console process; signing out ends it.
  await page.reload();
  await expect(symbols(page, 'person]')).toHaveCount(2, { timeout: 60_000 });
  await signOut(page);
  await signIn(page, SUPERVISOR);
  await page.getByRole('tab', { name: '열람 기록' }).click();
  const log = page.getByRole('table', { name: '열람 기록' });
  await expect(log.getByRole('row').filter({ hasText: REASON }).first()).toContainText('긴급 열람');
  await expect(log.getByRole('row').filter({ hasText: '위치 열람 종료' })).not.toHaveCount(0);
});
