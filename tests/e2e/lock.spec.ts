import type { Locator } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { DISPATCHER, rowOf, signIn } from './flow.ts';
import { expect, test } from './fixtures.ts';
import { scenarioFile } from './posting.ts';

test.use({ start: { scenario: scenarioFile('warning') } });

test('a console locked on request sounds, shows nobody’s name, refuses a wrong password and goes on with the right one', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const row = rowOf(page, '가해자').first();
  await row.click();
  await page.getByRole('button', { name: /^계정/ }).click();
  await page.getByRole('menuitem', { name: '화면 잠금' }).click();
  await expect(page.getByRole('heading', { name: '화면 잠금' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-alarm', /[0-3]/);
  await expect(page.getByRole('alert', { name: '경보' })).toContainText('미확인 경보 1건');
  const shown = await page.locator('body').innerText();
  for (const word of ['가해자', '피해자', '시험-1']) expect(shown).not.toContain(word);

  const tryPassword = async (password: string, then: Locator): Promise<void> =>
    // On a busy machine the server may not answer in time; that is said, and it is tried again.
    expect(async () => {
      await page.getByLabel('비밀번호').fill(password);
      await page.getByLabel('비밀번호').press('Enter');
      await expect(then).toBeVisible({ timeout: 12_000 });
    }).toPass({ timeout: 50_000 });
  await tryPassword('wrong', page.getByText('비밀번호가 맞지 않습니다.'));
  await expectAccessible(page);
  await tryPassword(DISPATCHER.password, row);
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
});
