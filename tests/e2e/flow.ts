import { expect, type Locator, type Page } from '@playwright/test';

type Account = { readonly username: string; readonly password: string };

export const DISPATCHER: Account = { username: 'dispatcher1', password: 'jikim-dispatch' };
export const SUPERVISOR: Account = { username: 'supervisor1', password: 'jikim-review' };
export const TRAINER: Account = { username: 'trainer1', password: 'jikim-train' };

/** A running alert tier is reached within this time in the scenarios that the flow is run on. */
const BREACH_LIMIT_MS = 240_000;

export const signIn = async (page: Page, who: Account): Promise<void> => {
  await page.getByLabel('아이디').fill(who.username);
  await page.getByLabel('비밀번호').fill(who.password);
  await page.getByRole('button', { name: '로그인', exact: true }).click();
  await expect(page.getByRole('button', { name: /^계정/ })).toBeVisible();
  // Whoever will hear alarms is asked whether they do, also where no output is known of; the test has heard the tone.
  if (who !== TRAINER) await page.getByRole('button', { name: '들림', exact: true }).click();
};

export const signOut = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^계정/ }).click();
  await page.getByRole('menuitem', { name: '로그아웃' }).click();
  await expect(page.getByLabel('아이디')).toBeVisible();
};

/** The queue's row of the running incident of an offender: in the list, in the SOS lane, or beside them until the pointer is elsewhere. */
export const rowOf = (page: Page, offender: string): Locator =>
  page.locator('li:not([data-repeated=true]) > button[data-incident][data-code]').filter({ hasText: offender });

const nextStep = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('group', { name: '다음 조치' }).getByRole('button', { name });

/** What the map draws, as its text alternative says it. */
export const symbols = (page: Page, which: string): Locator => page.locator(`[data-map-symbols] [data-symbol=${which}`);

export type RespondHooks = {
  /** The breach with both people on the map, not yet acknowledged. */
  readonly onBreach?: () => Promise<void>;
  /** Right after the patrol was assigned, and again right after it was set en route: where a test pulls the plug. */
  readonly afterAssign?: () => Promise<void>;
  readonly afterEnRoute?: () => Promise<void>;
};

/** Acknowledges until nothing of the incident sounds any more: each rise of level takes the acknowledgement back. */
const acknowledge = async (page: Page, row: Locator): Promise<void> => {
  await expect(async () => {
    if ((await row.getAttribute('data-sounding')) === 'true')
      await nextStep(page, '경보 확인').click({ timeout: 10_000 });
    await expect(row).toHaveAttribute('data-sounding', 'false', { timeout: 5000 });
  }).toPass({ timeout: 45_000 });
};

/** Takes a patrol one step on, unless its crew has reported that step meanwhile. */
const takeStep = (page: Page, row: Locator, callsign: string, step: '이동 중' | '현장 도착'): Promise<void> =>
  expect(async () => {
    const there = row.getByText(new RegExp(`${callsign} (${step}|현장 도착)`));
    if ((await there.count()) === 0) await nextStep(page, `${callsign} ${step}`).click({ timeout: 5000 });
  }).toPass({ timeout: 45_000 });

/**
 * The dispatcher's job from the alarm to the resolution: waits for the breach of `offender`, sees both people and their
 * distance, acknowledges, assigns the first recommended patrol, follows it to the scene, notes, resolves. Returns the patrol's callsign.
 */
export const respond = async (page: Page, offender: string, hooks: RespondHooks = {}): Promise<string> => {
  const row = rowOf(page, offender);
  await expect(row).toContainText(/경보 거리|접촉 거리/, { timeout: BREACH_LIMIT_MS });
  await expect(page.locator('html')).toHaveAttribute('data-alarm', /[01]/);
  await row.click();
  await expect(symbols(page, 'person][data-role=offender]')).toContainText(/가해자/);
  await expect(symbols(page, 'person][data-role=victim]')).toContainText(/피해자/);
  await expect(symbols(page, 'relation]').first()).toHaveAttribute('data-distance-m', /^\d+$/);
  await hooks.onBreach?.();
  await acknowledge(page, row);

  const assign = nextStep(page, /배정/);
  const callsign = ((await assign.textContent()) ?? '').replace(/ 배정.*$/, '');
  await assign.click();
  await hooks.afterAssign?.();
  await acknowledge(page, row);
  await takeStep(page, row, callsign, '이동 중');
  await hooks.afterEnRoute?.();
  await acknowledge(page, row);
  await takeStep(page, row, callsign, '현장 도착');
  await expect(row).toContainText('현장');

  await page.getByLabel('메모').fill('두 사람을 분리하고 피해자를 안전한 곳으로 안내함');
  await page.getByLabel('메모').press('Control+Enter');
  await expect(page.getByLabel('메모')).toHaveValue('');
  await acknowledge(page, row);
  await nextStep(page, '해결 처리').click();
  await page.getByRole('radio', { name: '가해자 분리' }).click();
  // Where he is still closing in, the dialog asks once more.
  const dialog = page.getByRole('dialog');
  await expect(async () => {
    await dialog.getByRole('button', { name: '해결 처리' }).click({ timeout: 1000 });
    await expect(dialog).toBeHidden({ timeout: 1000 });
  }).toPass();
  await expect(rowOf(page, offender)).toHaveCount(0);
  return callsign;
};

/** The supervisor finds the resolved incident and opens its positions with a reason. */
export const review = async (page: Page, offender: string): Promise<void> => {
  await page.getByRole('searchbox', { name: '사건 찾기' }).fill(offender);
  await page.getByRole('row').filter({ hasText: offender }).first().click();
  await page.getByRole('button', { name: '검토 열람' }).click();
  await page.getByLabel('열람 사유').fill('사건 검토');
  await page.getByRole('button', { name: '기록하고 열람' }).click();
  await expect(page.getByRole('slider', { name: '재생 시각' })).toBeVisible();
};

/** The supervisor's whole part: reviews the resolved incident and closes it. */
export const reviewAndClose = async (page: Page, offender: string, onReplay?: () => Promise<void>): Promise<void> => {
  await review(page, offender);
  await onReplay?.();
  await page.getByRole('button', { name: '검토 종결' }).click();
  await page.getByLabel('검토 의견').fill('절차에 맞게 처리됨');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: '아니요' }).click();
  // The time is not over within which another incident would follow it.
  await expect(dialog).toContainText(/까지 보존되고\(이어지는 사건 대비\) 그 뒤 영구 삭제됩니다/);
  await dialog.getByRole('button', { name: '종결하고 위치 보존' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/까지 보존$/)).toBeVisible();
};

/** Exports the evidence of the incident on the screen; gives the file as the browser saved it, and the fingerprint to pin. */
export const exportEvidence = async (page: Page): Promise<{ readonly file: string; readonly fingerprint: string }> => {
  await page.getByRole('tab', { name: '증거' }).click();
  await page.getByRole('button', { name: '내보내기…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('반출 사유').fill('검찰 제출');
  const download = page.waitForEvent('download', { timeout: 60_000 });
  await dialog.getByRole('button', { name: '기록하고 내보내기' }).click();
  const file = await (await download).path();
  const fingerprint = /[0-9a-f]{64}/.exec((await dialog.innerText()).replaceAll(/\s/g, ''))?.[0];
  if (fingerprint === undefined) throw new Error('the dialog shows no fingerprint');
  await dialog.getByRole('button', { name: '닫기' }).first().click();
  await page.getByRole('tab', { name: '사건기록' }).click();
  return { file, fingerprint };
};

/** Every step of the job, in the words of the record and in their order. */
export const expectWholeRecord = async (record: Locator, callsign: string): Promise<void> => {
  const steps = [
    '사건 발생',
    '경보 발생',
    '경보 확인',
    `${callsign} 배정`,
    `${callsign} 대기 → 출동 지령`,
    `${callsign} 출동 지령 → 이동 중`,
    `${callsign} 이동 중 → 현장 도착`,
    '두 사람을 분리하고',
    '해결: 가해자 분리',
    '이어지는 사건 대비',
    '검토 종결',
  ];
  const lines = await record.getByRole('listitem').allInnerTexts();
  let from = 0;
  for (const step of steps) {
    const at = lines.findIndex((line, i) => i >= from && line.includes(step));
    expect(at, `“${step}” stands in the record after the step before it`).toBeGreaterThanOrEqual(from);
    expect(lines[at], 'every line has its time').toMatch(/\d\d:\d\d:\d\d/);
    from = at;
  }
};
