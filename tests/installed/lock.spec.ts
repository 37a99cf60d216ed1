import type { Page } from '@playwright/test';
import { DISPATCHER, rowOf, signIn, signOut } from '../e2e/flow.ts';
import { scenarioFile } from '../e2e/posting.ts';
import { expect, test } from './fixtures.ts';
import type { Installed } from './fixtures.ts';

/** Whoever leaves the console leaves nothing open; whoever is far from it still hears that something is wrong. */

test.use({ start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

const NOTE = '쓰다 만 메모';
const lockScreen = (page: Page) => page.getByTestId('lock-screen');
const lockWith = (jikim: Installed, event: 'suspend' | 'lock-screen'): Promise<void> =>
  jikim.app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name), event);

const unlock = async (page: Page, password: string): Promise<void> => {
  await page.getByLabel('비밀번호').fill(password);
  await page.getByRole('button', { name: '잠금 해제' }).click();
};

test('going to sleep locks every window; it sounds, names nobody, and the password brings the same work back', async ({
  jikim,
}) => {
  const { page } = jikim;
  await jikim.up();
  await signIn(page, DISPATCHER);
  const row = rowOf(page, '가해자').first();
  await row.click();
  const offender = /가해자 [가-힣]+/.exec(await row.innerText())?.[0] ?? 'the row names an offender';
  await page.getByLabel('메모').fill(NOTE);
  const opening = jikim.app.waitForEvent('window');
  await jikim.app.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.items[0]?.submenu?.items[0]?.click());
  const second = await opening;

  await lockWith(jikim, 'suspend');
  for (const each of [page, second]) {
    await expect(lockScreen(each)).toBeVisible();
    await expect(each.locator('html')).toHaveAttribute('data-alarm', /[0-3]/);
    await expect(each.getByRole('alert', { name: '경보' })).toContainText('미확인 경보 1건');
    const text = await each.locator('body').innerText();
    expect(text).not.toContain(offender);
    expect(text).not.toContain('피해자');
  }
  await page.keyboard.press('a'); // acknowledges, at a desk that is open
  await page.reload();
  await expect(lockScreen(page)).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-alarm', /[0-3]/);
  const refused = page.evaluate(
    "jikim.call('positions', { incidentId: 'incident-1' }).catch((error) => error.message)",
  );
  expect(await refused).toContain('locked');

  await unlock(page, 'wrong');
  await expect(page.getByText('비밀번호가 맞지 않습니다.')).toBeVisible();
  await unlock(page, DISPATCHER.password);
  await expect(page.getByLabel('메모')).toHaveValue(NOTE);
  await expect(second.getByRole('button', { name: /^계정/ })).toBeVisible();
  await expect(row).toHaveAttribute('data-sounding', 'true');
});

test('the menu locks, and so does the screen of the machine @long', async ({ jikim }) => {
  const { page } = jikim;
  await jikim.up();
  const lockItem = (): Promise<boolean | undefined> =>
    jikim.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items[0]?.submenu?.items[1]?.enabled);
  expect(await lockItem(), 'nobody is signed in').toBe(false);
  await signIn(page, DISPATCHER);
  await expect.poll(lockItem).toBe(true);
  await jikim.app.evaluate(({ Menu }) => void Menu.getApplicationMenu()?.items[0]?.submenu?.items[1]?.click());
  await expect(lockScreen(page)).toContainText('에 잠갔습니다.');
  await expect.poll(lockItem).toBe(false);
  await unlock(page, DISPATCHER.password);
  await expect(page.getByRole('button', { name: /^계정/ })).toBeVisible();
  await lockWith(jikim, 'lock-screen');
  await expect(lockScreen(page)).toContainText('이 컴퓨터의 화면이 잠겨');
});

test.describe('with no incident', () => {
  test.use({ start: { scenario: scenarioFile('posted'), args: ['--map=off'] } });

  test('five minutes with nobody at the machine lock it; somebody in another program does not @long', async ({
    jikim,
  }) => {
    const { page } = jikim;
    await jikim.up();
    await signIn(page, DISPATCHER);
    const idle = (seconds: number): Promise<void> =>
      jikim.app.evaluate(({ powerMonitor }, idle_s) => {
        powerMonitor.getSystemIdleTime = () => idle_s;
      }, seconds);
    await idle(20);
    // Each time the lock looks, five minutes more have passed for it; the link's own times stay as they are.
    await jikim.app.evaluate(() => {
      const now = performance.now.bind(performance);
      let looks = 0;
      performance.now = () =>
        now() + (new Error().stack?.includes('lockIfUnattended') === true ? 301_000 * ++looks : 0);
      Object.assign(globalThis, { looksOfLock: () => looks });
    });
    const looks = (): Promise<number> =>
      jikim.app.evaluate(() => (globalThis as unknown as { looksOfLock: () => number }).looksOfLock());
    await expect.poll(looks).toBeGreaterThan(2);
    expect(await page.evaluate("jikim.call('snapshot', null).then(({ lock }) => lock)")).toBeNull();
    await idle(301);
    await expect(lockScreen(page)).toContainText('자리를 비워');
  });

  test('while somebody is signed in the machine stays awake; no window is slowed down for being in the background', async ({
    jikim,
  }) => {
    const { page } = jikim;
    await jikim.up();
    const isAwake = (): Promise<boolean> =>
      jikim.app.evaluate(({ powerSaveBlocker }) => [0, 1, 2, 3].some((id) => powerSaveBlocker.isStarted(id)));
    expect(await isAwake()).toBe(false);
    await signIn(page, DISPATCHER);
    await expect.poll(isAwake).toBe(true);
    // Timed it would prove nothing: a page that Playwright drives counts as the one in front.
    const isSlowed = jikim.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some(({ webContents }) => webContents.getBackgroundThrottling()),
    );
    expect(await isSlowed).toBe(false);
    await signOut(page);
    await expect.poll(isAwake).toBe(false);
  });
});
