import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn } from './flow.ts';
import { scenarioFile } from './posting.ts';

const OFFENDER = '가해자 전가명';
test.use({ start: { scenario: scenarioFile('warning'), args: ['--map=off'] } });

test('a server that cannot record is said as long as it cannot, and the command waits', async ({ page, jikim }) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  await rowOf(page, OFFENDER).click({ timeout: 30_000 });
  const bar = page.getByTestId('server-store-bar');
  await expect(bar).toHaveCount(0);
  // A key says nothing before the step that it stands for is there.
  await expect(page.getByRole('group', { name: '다음 조치' }).getByRole('button', { name: '경보 확인' })).toBeVisible();
  // Whoever holds the lock keeps the server from writing, as a full disk does.
  const store = new DatabaseSync(join(jikim.dataDir, 'server', 'warning.db'), { timeout: 5000 });
  store.exec('BEGIN IMMEDIATE');
  await page.keyboard.press('a');
  await expect(bar).toContainText('관제 서버가 기록을 저장하지 못하고 있습니다', { timeout: 20_000 });
  await expect(page.getByText('전송 대기 중인 명령 1건')).toBeVisible();
  await expect(page.getByTestId('log-fault')).toHaveCount(0);
  store.exec('ROLLBACK');
  store.close();
  await expect(bar).toHaveCount(0, { timeout: 20_000 });
  await expect(page.getByText('전송 대기 중인 명령')).toHaveCount(0);
});
