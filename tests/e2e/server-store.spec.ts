import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn } from './flow.ts';
import { scenarioFile, tokensOf } from './posting.ts';

const OFFENDER = '가해자 전가명';
const MARK = '아직 기록되지 않음';
const REFUSES = '관제 서버가 기록을 저장하지 못하고 있습니다';
test.use({ start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

test('an alarm that the server cannot record rings, says so, is answered, and is recorded once it can be', async ({
  page,
  jikim,
}) => {
  const token = tokensOf(jikim.dataDir, scenarioFile('warning')).get('phone-warning');
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const row = rowOf(page, OFFENDER);
  await row.click({ timeout: 30_000 });
  const bar = page.getByTestId('server-store-bar');
  await expect(bar).toHaveCount(0);
  // Whoever holds the lock keeps the server from writing, as a full disk does.
  const store = new DatabaseSync(join(jikim.dataDir, 'server', 'warning.db'), { timeout: 5000 });
  store.exec('BEGIN IMMEDIATE');
  // Nobody presses a key: the heartbeat says it.
  await expect(bar).toContainText(REFUSES, { timeout: 30_000 });

  const pressed = fetch(`http://127.0.0.1:${jikim.serverPort}/sos`, {
    method: 'POST',
    body: JSON.stringify({ deviceId: 'phone-warning', token }),
  });
  await expect(page.locator('html')).toHaveAttribute('data-alarm', '0');
  await pressed;
  await expect(row).toContainText(MARK);
  await expect(bar).toContainText('미기록');
  const panel = page.getByRole('region', { name: '사건', exact: true });
  await expect(panel.locator('header').first()).toContainText(MARK);
  await page.keyboard.press('a');
  await expect(row).toHaveAttribute('data-sounding', 'false');
  await page.getByRole('tab', { name: '사건기록' }).click();
  const lines = page.getByRole('log').getByRole('listitem');
  await expect(lines.filter({ hasText: '경보 확인' }).filter({ hasText: MARK })).toHaveCount(1);
  // The server has it: it does not wait to be sent.
  await expect(page.getByText('전송 대기 중인 명령')).toHaveCount(0);

  store.exec('ROLLBACK');
  store.close();
  await expect(bar).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByText(MARK)).toHaveCount(0);
  await expect(row).toHaveAttribute('data-sounding', 'false');
  await expect(lines.filter({ hasText: '경보 확인' })).toHaveCount(1);
  await expect(page.getByTestId('log-fault')).toHaveCount(0);
});
