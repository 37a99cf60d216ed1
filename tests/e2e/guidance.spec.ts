import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn } from './flow.ts';
import { scenarioFile } from './posting.ts';

const OFFENDER = '가해자 전가명';
/** A simulated victim has answered by then, also on a slow machine. */
const ANSWER_LIMIT_MS = 45_000;
// Nothing here is about the map, which costs more than all else where it is drawn in software.
test.use({ start: { scenario: scenarioFile('approach'), args: ['--map=off'] } });

test('a victim is led to safety, told something and called; steps are ticked off, and a slip is corrected', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  await rowOf(page, OFFENDER).click({ timeout: 60_000 });
  await expect(page.locator('[data-guide]').first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('a');

  await page.locator('[data-guide]').first().click();
  const preview = page.getByRole('dialog');
  await expect(preview).toContainText('피해자 기기에 보이는 내용');
  await expectAccessible(page);
  await preview.locator('[data-send-guidance]').press('Enter');
  const sent = page.getByRole('list', { name: '피해자에게 보낸 안내' });
  await expect(sent).toContainText('안내:');
  await page.keyboard.press('m');
  await page.getByRole('button', { name: '문 잠금' }).click();
  await expect(page.getByLabel('피해자에게 보낼 글')).toHaveValue(/문을 잠그고/);
  await page.getByRole('button', { name: '보내기' }).click();
  await expect(sent.locator('[data-guidance]')).toHaveCount(2);
  await expect(sent.locator('[data-step=answered][data-reached=true]')).toHaveCount(2, { timeout: ANSWER_LIMIT_MS });

  const next = page.getByRole('group', { name: '다음 절차' });
  // The record shows that the victim is on the way: that step has ticked itself.
  await expect(next).toContainText('2/6');
  await next.getByRole('button', { name: '완료' }).click();
  await expect(next).toContainText('3/6');

  await page.getByLabel('피해자에게 보낼 글').press('Escape');
  await page.keyboard.press('c');
  await page.getByRole('button', { name: '통화함' }).click();
  await expect(page.getByText('피해자 — 통화함')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('tab', { name: '절차 2/6' }).click();
  await page.getByRole('button', { name: '생략' }).first().click();
  await expect(page.getByRole('tab', { name: '절차 3/6' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('tab', { name: '사건기록' }).click();
  const call = page.locator('[data-kind="call.logged"]');
  await call.hover();
  // By the keyboard: the log follows what is new, and a press of the mouse may begin on one line and end on another.
  await call.getByRole('button', { name: '정정' }).press('Enter');
  await page.getByLabel('바로잡을 내용').fill('통화는 3분 뒤였음');
  await page.getByRole('button', { name: '정정 추가' }).click();
  await expect(call.getByRole('button', { name: /정정됨/ })).toBeVisible();
  await expect(page.locator('[data-kind="entry.corrected"]')).toContainText(/정정: .*통화: 피해자 — 통화함/);
  await expectAccessible(page);
});

test('L6: guidance by keyboard alone: shown, sent, followed, withdrawn, and sent again', async ({ page, jikim }) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  await rowOf(page, OFFENDER).click({ timeout: 60_000 });
  await expect(page.locator('[data-guide]').first()).toBeVisible({ timeout: 60_000 });
  await page.keyboard.press('a');
  const sent = page.locator('[data-guidance]');

  await page.keyboard.press('g');
  await expect(page.locator('[data-place]').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(sent).toHaveCount(0);

  await page.keyboard.press('g');
  await page.keyboard.press('ArrowDown');
  const second = await page.locator('[data-place]').nth(1).getAttribute('data-place');
  await expect(page.locator(`[data-place=${second}]`)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-send-guidance]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(sent.locator('[data-following]')).toHaveAttribute('data-following', 'awaited', { timeout: 20_000 });
  // Walked, stood or gone elsewhere: whatever the simulated victim does, the desk is told.
  await expect(sent.locator('[data-following]')).not.toHaveAttribute('data-following', 'awaited', { timeout: 100_000 });

  await page.getByRole('button', { name: '안내 철회' }).click();
  await expect(sent.first()).toHaveAttribute('data-ended', 'true');
  await page.keyboard.press('g');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await expect(sent).toHaveCount(2);
  await expect(sent.first()).toHaveAttribute('data-ended', 'false');
});
