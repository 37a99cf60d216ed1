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
import { exportEvidence } from './evidence.ts';
import { expect, test } from './fixtures.ts';
import type { Installed } from './fixtures.ts';

const OFFENDER = '가해자 전가명';

test.use({ start: { scenario: scenarioFile('approach') } });

/** The system's dialog is answered for the operator; the rest is the product's own. */
const exportTo = async ({ app, page }: Installed, file: string): Promise<void> => {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await exportEvidence(page, file);
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
  await expect(page.getByRole('banner').getByText('시연 DEMO')).toBeVisible();
  expect(errors).toEqual([]);
});
