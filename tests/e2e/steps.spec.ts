import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn, signOut } from './flow.ts';
import { scenarioFile } from './posting.ts';

const OFFENDER = '가해자 전가명';
// Nothing here is about the map, which costs more than all else where it is drawn in software.
test.use({ start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

test('keys, release, a false alert that needs its cause, and reopening', async ({ page, jikim }) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const row = rowOf(page, OFFENDER);
  await row.click({ timeout: 30_000 });
  await page.keyboard.press('a');
  await expect(row).toHaveAttribute('data-sounding', 'false');
  await page.locator('[data-unit=unit-near]').click();
  await expect(row).toContainText('시험 11 출동 지령');
  await page.getByRole('button', { name: '시험 11 배정 해제' }).click();
  await expect(row).toContainText('배정 없음');

  await page.keyboard.press('n');
  await expect(page.getByLabel('메모')).toBeFocused();
  await page.keyboard.type('좌표 37.5563, 126.9236');
  await expect(page.getByText('좌표나 지도 위치로 보입니다', { exact: false })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: '오경보' }).click();
  await dialog.getByRole('button', { name: '해결 처리' }).click();
  await expect(dialog.getByText('오경보 원인을 고르십시오')).toBeVisible();
  await dialog.getByRole('radio', { name: '시험' }).click();
  await dialog.getByRole('textbox').fill('시험 신호');
  // Where he is still closing in, the dialog asks once more.
  await expect(async () => {
    await dialog.getByRole('button', { name: '해결 처리' }).click({ timeout: 1000 });
    await expect(dialog).toBeHidden({ timeout: 1000 });
  }).toPass();
  await expect(rowOf(page, OFFENDER)).toHaveCount(0);

  await page.getByRole('button', { name: '재개' }).click();
  await page.getByLabel('사유').fill('다시 접근함');
  await page.getByRole('button', { name: '사건 재개' }).click();
  await expect(rowOf(page, OFFENDER)).toHaveCount(1);
});

test('L7: what was begun to write is there after another row, a reload and the next sign-in', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const row = rowOf(page, OFFENDER);
  await row.click({ timeout: 30_000 });
  await page.keyboard.press('a');
  await expect(row).toHaveAttribute('data-sounding', 'false');
  await page.keyboard.press('n');
  await page.getByLabel('메모').fill('쓰다 만 메모');
  await page.keyboard.press('Escape');
  await page.keyboard.press('r');
  await page.getByRole('dialog').getByRole('textbox').fill('쓰다 만 사유');
  await page.getByRole('dialog').getByRole('button', { name: '취소' }).click();
  await expect(row.getByRole('img', { name: '쓰다 만 글 있음' })).toBeVisible();

  await page.reload();
  await expect(page.getByLabel('메모')).toHaveValue('쓰다 만 메모');

  await signOut(page);
  await signIn(page, DISPATCHER);
  await row.click({ timeout: 30_000 });
  await expect(row.getByRole('img', { name: '쓰다 만 글 있음' })).toBeVisible();
  await expect(page.getByLabel('메모')).toHaveValue('쓰다 만 메모');
  await page.keyboard.press('r');
  await expect(page.getByRole('dialog').getByRole('textbox')).toHaveValue('쓰다 만 사유');
  await page.getByRole('dialog').getByRole('button', { name: '쓴 글 지우기' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '취소' }).click();
  await page.getByLabel('메모').press('Control+Enter');
  await expect(page.getByLabel('메모')).toHaveValue('');
  await expect(row.getByRole('img', { name: '쓰다 만 글 있음' })).toHaveCount(0);
});
