import { readFileSync, statSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';

/** Exports the evidence of the incident on the screen into a file that the system's dialog has been made to answer. */
export const exportEvidence = async (page: Page, file: string): Promise<void> => {
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
