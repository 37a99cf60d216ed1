import type { Page } from '@playwright/test';
import { DISPATCHER, signIn } from '../e2e/flow.ts';
import { scenarioFile } from '../e2e/posting.ts';
import { expect, test } from './fixtures.ts';
import type { Installed } from './fixtures.ts';

/** Whatever breaks down runs again by itself, with what the operator had before them, and says that it did. */

test.use({ start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

const NOTE = '쓰다 만 메모';
const restartBar = (page: Page) => page.getByTestId('restart-bar');

/** Signs in, opens the incident and begins a note that is not sent. */
const beginWork = async (jikim: Installed): Promise<string> => {
  const { page } = jikim;
  await jikim.up();
  await signIn(page, DISPATCHER);
  const row = page.getByRole('list', { name: '진행 중인 사건' }).getByRole('button').first();
  await row.click();
  await page.getByLabel('메모').fill(NOTE);
  return (await page.getByRole('heading', { level: 2 }).first().innerText()).trim();
};

const expectSameWork = async (page: Page, heading: string): Promise<void> => {
  await expect(page.getByRole('button', { name: /^계정/ })).toBeVisible();
  await expect(page.getByLabel('메모')).toHaveValue(NOTE);
  expect((await page.getByRole('heading', { level: 2 }).first().innerText()).trim()).toBe(heading);
};

test('a reload keeps the session, the incident that was open and the note that was begun @long', async ({ jikim }) => {
  const heading = await beginWork(jikim);
  await jikim.page.reload();
  await expectSameWork(jikim.page, heading);
  await expect(restartBar(jikim.page)).toHaveCount(0);
});

test('a crash of the page: it comes back by itself with all of that, and says so until it has been seen', async ({
  jikim,
}) => {
  const heading = await beginWork(jikim);
  const before = await jikim.pagePid();
  await jikim.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );
  await expect.poll(jikim.pagePid).not.toBe(before);
  // Playwright gives up a page that has crashed, so the one in its place is asked through Electron.
  const text = (): Promise<unknown> => jikim.inWindow('document.body.innerText');
  await expect.poll(text).toContain('비정상 종료되어 다시 열렸습니다');
  await expect.poll(text).toContain(heading);
  await expect.poll(() => jikim.inWindow('document.querySelector("textarea")?.value')).toBe(NOTE);
  await jikim.inWindow('document.querySelector("[data-testid=restart-bar] button").click()');
  await expect.poll(text).not.toContain('비정상 종료되어');
});

test('a server that is killed is started again, the operator stays signed in and is told @long', async ({ jikim }) => {
  const heading = await beginWork(jikim);
  const before = jikim.serverPid();
  process.kill(before, 'SIGKILL');
  await expect.poll(jikim.serverPid).not.toBe(before);
  await expect(restartBar(jikim.page)).toContainText('관제 서버가 비정상 종료되어');
  await expectSameWork(jikim.page, heading);
  await jikim.page.getByLabel('메모').press('Control+Enter');
  await expect(jikim.page.getByLabel('메모')).toHaveValue('');
  await jikim.page.getByRole('tab', { name: '사건기록' }).click();
  await expect(jikim.page.getByRole('log').getByText(NOTE)).toBeVisible();
});

test('a second window has the same session over the same link, and a screen of its own @long', async ({ jikim }) => {
  await beginWork(jikim);
  const opening = jikim.app.waitForEvent('window');
  await jikim.app.evaluate(({ Menu }) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    items.find(({ label }) => label === '새 창')?.click();
  });
  const second = await opening;
  await expect(second.getByRole('button', { name: /^계정/ })).toBeVisible();
  // What was begun is the operator's, in each of their windows; where they look is the window's own.
  await expect(second.getByLabel('메모')).toHaveValue(NOTE);
  await jikim.page.getByRole('tab', { name: '사건기록' }).click();
  await expect(second.getByRole('tab', { name: '사건기록' })).toHaveAttribute('aria-selected', 'false');
  const servers = jikim.descendants().filter((pid) => pid === jikim.serverPid());
  expect(servers).toHaveLength(1);
  await second.close();
  await expect(jikim.page.getByLabel('메모')).toHaveValue(NOTE);
});
