import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  DISPATCHER,
  expectWholeRecord,
  respond,
  reviewAndClose,
  signIn,
  signOut,
  SUPERVISOR,
  TRAINER,
} from '../e2e/flow.ts';
import { scenarioFile } from '../e2e/posting.ts';
import { expect, test } from './fixtures.ts';
import type { Installed } from './fixtures.ts';

const OFFENDER = '가해자 전가명';

test.use({ start: { scenario: scenarioFile('approach') } });

/** Exports the evidence of the incident on the screen. The system's dialog is answered for the operator; the rest is the product's own. */
const exportTo = async ({ app, page }: Installed, file: string): Promise<void> => {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await page.getByRole('tab', { name: '증거' }).click();
  await page.getByRole('button', { name: '내보내기…' }).click();
  const shown = page.getByRole('dialog');
  await shown.getByLabel('반출 사유').fill('검찰 제출');
  await shown.getByRole('button', { name: '기록하고 내보내기' }).click();
  await expect(shown.getByText('저장됨: ', { exact: false })).toBeVisible({ timeout: 90_000 });
  await shown.getByRole('button', { name: '닫기' }).first().click();
  await page.getByRole('tab', { name: '사건기록' }).click();
  expect(readFileSync(file).subarray(0, 2).toString(), 'a ZIP archive').toBe('PK');
  expect(statSync(file).mode & 0o077, 'for this user only').toBe(0);
};

test('the whole work of all three roles in one window @long', async ({ jikim, dataDir }) => {
  const { page } = jikim;
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await jikim.up();

  await signIn(page, DISPATCHER);
  const callsign = await respond(page, OFFENDER);
  await signOut(page);

  await signIn(page, SUPERVISOR);
  await reviewAndClose(page, OFFENDER, () => exportTo(jikim, join(dataDir, 'evidence.zip')));
  await expectWholeRecord(page.getByRole('log', { name: '사건기록' }), callsign);
  await signOut(page);

  await signIn(page, TRAINER);
  await page.getByRole('button', { name: '장치 훼손 후 침묵 훈련 시작' }).click();
  await expect(page.getByText('훈련 TRAINING')).toBeVisible();
  const bar = page.getByRole('toolbar', { name: '훈련 조종' });
  await bar.getByRole('radio', { name: '16배' }).click();
  const row = page.getByRole('list', { name: '진행 중인 사건' }).getByRole('button').first();
  await expect(row).toContainText('부착장치 훼손');
  await bar.getByRole('button', { name: '훈련 종료' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '훈련 종료' }).click();
  await expect(page.getByText('실상황')).toBeVisible();
  expect(errors).toEqual([]);
});
