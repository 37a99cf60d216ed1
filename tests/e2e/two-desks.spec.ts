import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { inRoot } from '../../tools/root.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn } from './flow.ts';
import { until } from './harness.ts';
import type { Jikim } from './harness.ts';
import { scenarioFile, tokensOf } from './posting.ts';

const OFFENDER = '가해자 전가명';
const SECOND = { username: 'dispatcher2', password: 'jikim-dispatch' };
const LINK = /http:\/\/127\.0\.0\.1:\d+\/enter\?token=[\w-]+/;
// Nothing here is about the map, which costs more than all else where it is drawn in software.
test.use({ start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

type SecondDesk = { readonly link: string; readonly child: ChildProcess };

/** Another desk of the same server, in a process of its own. */
const joinDesk = async ({ serverPort }: Jikim, dataDir: string): Promise<SecondDesk> => {
  const args = ['console', `--server=http://127.0.0.1:${serverPort}`, '--shell=browser', '--no-open', '--map=off'];
  const child = spawn(process.execPath, [inRoot('dist/main/cli.js'), ...args, `--data=${dataDir}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
  });
  const link = await until('the link of the second desk', 45_000, () => LINK.exec(printed)?.[0]);
  return { link, child };
};

const press = async ({ dataDir, serverPort }: Jikim): Promise<void> => {
  const deviceId = 'phone-warning';
  const token = tokensOf(dataDir, scenarioFile('warning')).get(deviceId) ?? '';
  const pressed = await fetch(`http://127.0.0.1:${serverPort}/sos`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ deviceId }),
  });
  expect(pressed.status).toBe(200);
};

const lineOf = (page: Page) => page.getByRole('group', { name: '담당' });

test('two desks: the first key claims, K takes over and owes a reason, and a desk killed with a Code 0 makes it sound again at the other', async ({
  page,
  jikim,
  browser,
  errors,
}) => {
  test.setTimeout(180_000);
  const folder = mkdtempSync(join(tmpdir(), 'jikim-second-'));
  const desk = await joinDesk(jikim, folder);
  const other = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  errors.watch(other);
  try {
    await page.goto(jikim.link);
    await signIn(page, DISPATCHER);
    await other.goto(desk.link);
    await signIn(other, SECOND);
    await press(jikim);
    await rowOf(page, OFFENDER).click({ timeout: 30_000 });
    await rowOf(other, OFFENDER).click({ timeout: 30_000 });
    await expect(lineOf(page)).toContainText('담당 없음');

    // The first key claims, and everybody sees who.
    await other.keyboard.press('a');
    await expect(rowOf(other, OFFENDER)).toContainText('내 담당');
    await expect(rowOf(page, OFFENDER)).toContainText(/\S+ 담당/);
    await expect(rowOf(page, OFFENDER)).not.toContainText('내 담당');

    // K takes over at once; the reason is owed afterwards, and whoever had it is told.
    await page.keyboard.press('k');
    await expect(rowOf(page, OFFENDER)).toContainText('내 담당');
    await expect(rowOf(page, OFFENDER)).toContainText('인수 사유 미기재');
    await expect(other.getByTestId('taken-bar')).toContainText('인수');
    await expectAccessible(page);
    await expectAccessible(other);
    await page.screenshot({ path: test.info().outputPath('owed.png') });
    await other.screenshot({ path: test.info().outputPath('taken.png') });
    await lineOf(page).getByRole('button', { name: '사유 적기' }).click();
    await page.getByRole('dialog', { name: '인수 사유' }).getByLabel('사유').fill('교대 중 인수');
    await page.keyboard.press('Control+Enter');
    await expect(rowOf(page, OFFENDER)).not.toContainText('인수 사유 미기재');

    // Back to the second desk, which dies with it.
    await other.getByTestId('taken-bar').getByRole('button', { name: '확인' }).click();
    await other.keyboard.press('k');
    await expect(rowOf(other, OFFENDER)).toContainText('내 담당');
    errors.rest();
    await expect(rowOf(page, OFFENDER)).toHaveAttribute('data-sounding', 'false');
    desk.child.kill('SIGKILL');
    await expect(rowOf(page, OFFENDER)).toHaveAttribute('data-sounding', 'true', { timeout: 40_000 });
    await expect(page.locator('html')).toHaveAttribute('data-alarm', '0');
    await expect(lineOf(page)).toContainText('다시 울립니다');
    await expect(rowOf(page, OFFENDER)).toContainText('자리 응답 없음');
    await expectAccessible(page);
    await page.screenshot({ path: test.info().outputPath('left.png') });
    await page.keyboard.press('a');
    await expect(rowOf(page, OFFENDER)).toContainText('내 담당');
    await expect(rowOf(page, OFFENDER)).toHaveAttribute('data-sounding', 'false');
    // The reason that is still owed is that of the second desk, and nobody gives it for another.
    await expect(lineOf(page)).toContainText('인수 사유 미기재');
    await expect(lineOf(page).getByRole('button', { name: '사유 적기' })).toHaveCount(0);
  } finally {
    desk.child.kill('SIGKILL');
    await other.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
