import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DISPATCHER, rowOf, signIn } from '../e2e/flow.ts';
import { scenarioFile } from '../e2e/posting.ts';
import { startServer } from '../integration/console/realServer.ts';
import type { RealServer } from '../integration/console/realServer.ts';
import { openLine } from '../integration/lost/proxy.ts';
import { deviceToken } from '../../main/monitoring/doors/tokens.ts';
import { loadSecret } from '../../main/monitoring/store/sqlite/secret.ts';
import { expect, test as base } from './fixtures.ts';

/** The dispatcher's work in windows: desks that join a server which somebody else has started. */

const OFFENDER = '가해자 전가명';
const OTHER = { username: 'dispatcher2', password: 'jikim-dispatch' } as const;

type Fixtures = { readonly server: RealServer; readonly pressButton: () => Promise<void> };

const test = base.extend<Fixtures>({
  server: async ({ dataDir }, use) => {
    const server = await startServer(join(dataDir, 'monitoring'), 0, ['--scenario', scenarioFile('warning')]);
    await use(server);
    server.signal('SIGKILL');
    await server.ended;
  },
  pressButton: async ({ server, dataDir }, use) =>
    use(async () => {
      const deviceId = 'phone-warning';
      const { devices: key } = loadSecret(join(dataDir, 'monitoring', 'server'));
      const body = JSON.stringify({ deviceId, token: deviceToken(key, deviceId) });
      const answer = await fetch(`${server.url}/sos`, { method: 'POST', body });
      expect(answer.status).toBe(200);
    }),
});

const select = async (page: Page): Promise<void> => {
  const row = rowOf(page, OFFENDER);
  await row.click();
  await expect(row).toHaveAttribute('aria-current', 'true');
};

test('L1: an acknowledgement that waits on a frozen link leaves a later button ringing', async ({
  launch,
  server,
  pressButton,
}) => {
  const line = await openLine(server.port);
  const { page } = await launch({ args: ['--server', line.url] });
  await signIn(page, DISPATCHER);
  const row = rowOf(page, OFFENDER);
  await expect(row).toHaveAttribute('data-sounding', 'true');
  await select(page);
  line.freeze();
  await page.keyboard.press('a');
  await expect(page.getByRole('button', { name: '전송 중' }).first()).toBeVisible();
  await pressButton();
  line.thaw();
  const html = page.locator('html');
  await expect(html).toHaveAttribute('data-alarm', '0');
  // The acknowledgement has landed: it stands in the record, and the button rings on all the same.
  await page.getByRole('tab', { name: '사건기록' }).click();
  await expect(page.getByRole('log', { name: '사건기록' })).toContainText('경보 확인');
  await expect(row).toHaveAttribute('data-sounding', 'true');
  await page.keyboard.press('a');
  await expect(html).toHaveAttribute('data-alarm', 'none');
  await line.close();
});

test('L8: two desks in windows of their own work one incident, and each hears what the other does', async ({
  launch,
  server,
  dataDir,
}) => {
  const [first, second] = await Promise.all([
    launch({ args: ['--server', server.url] }),
    launch({ args: ['--server', server.url, '--data', join(dataDir, 'second')] }),
  ]);
  await signIn(first.page, DISPATCHER);
  await signIn(second.page, OTHER);
  for (const { page } of [first, second]) await expect(page.locator('html')).toHaveAttribute('data-alarm', '2');
  await select(first.page);
  await first.page.keyboard.press('a');
  for (const { page } of [first, second]) await expect(page.locator('html')).toHaveAttribute('data-alarm', 'none');
  await second.app.close();
  await expect(first.page.getByRole('heading', { name: '사건 대기열' })).toBeVisible();
});

test('L9: after a press on a tab the keys go on working', async ({ launch, server }) => {
  const { page } = await launch({ args: ['--server', server.url] });
  await signIn(page, DISPATCHER);
  const row = rowOf(page, OFFENDER);
  await select(page);
  await page.getByRole('tab', { name: '사건기록' }).click();
  await page.keyboard.press('a');
  await expect(row).toHaveAttribute('data-sounding', 'false');
  await page.getByRole('tab', { name: '대응' }).click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('p');
  await expect(page.getByRole('tab', { name: /절차 1/ })).toBeVisible();
  await page.keyboard.press('b');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('tab', { name: '대응' }).focus();
  await page.keyboard.press('n');
  await expect(page.getByLabel('메모')).toBeFocused();
});

test('L14: a window sounds without a press, and after a reload; whether it was heard is asked once', async ({
  launch,
  server,
}) => {
  const { page } = await launch({ args: ['--server', server.url] });
  await signIn(page, DISPATCHER);
  const bars = page.locator('[data-testid^="sound-"]');
  await expect(bars).toHaveCount(0);
  await expect(page.locator('html')).toHaveAttribute('data-alarm', '2');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-alarm', '2');
  await expect(bars).toHaveCount(0);
});
