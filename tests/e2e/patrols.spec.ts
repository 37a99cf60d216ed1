import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { z } from 'zod';
import type { LonLat } from '../../shared/domain/fixes.ts';
import { bearing_deg, destination } from '../../shared/domain/geo/geodesic.ts';
import { inRoot } from '../../tools/root.ts';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, rowOf, signIn } from './flow.ts';
import { paced, scenarioFile, tokensOf, walk } from './posting.ts';

const HERS: LonLat = [126.9245, 37.5556];
const CAR = '시험 11';
const [FIRST, SECOND] = ['가해자 전가명', '가해자 구가명'];
const file = scenarioFile('patrols');
// Nothing here is about the map, which costs more than all else where it is drawn in software.
test.use({ start: { scenario: file, args: ['--map=off'] } });

/** Opens the incident of a row, and answers it. */
const answer = async (page: Page, row: Locator): Promise<void> => {
  await row.click({ timeout: 60_000 });
  await expect(row).toHaveAttribute('aria-current', 'true');
  await page.mouse.move(700, 700); // rows and lines settle once nobody points at them
  await page.keyboard.press('a');
  await expect(row).toHaveAttribute('data-sounding', 'false');
};
/** Presses the digit that stands beside a patrol, once its line has stood still for long enough to be read. */
const sendByKey = async (page: Page, done: Locator): Promise<void> => {
  const line = page.locator('[data-unit="unit-11"]');
  await expect(line.locator('kbd')).toHaveText('1', { timeout: 30_000 });
  await expect(async () => {
    await page.keyboard.press('1');
    await expect(done).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 30_000 });
};

test('L10, L11, L16: a patrol is sent by its key, is proposed to have arrived, is confirmed by S, and diverted after one question', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const [first, second] = [rowOf(page, FIRST), rowOf(page, SECOND)];
  await answer(page, first);
  await sendByKey(page, first.getByText(new RegExp(`${CAR} (출동 지령|이동 중)`)));

  // Its crew may be quicker to say so than the operator.
  await expect(async () => {
    const isUnderWay = (await first.getByText(`${CAR} 이동 중`).count()) > 0;
    if (!isUnderWay) await page.keyboard.press('s');
    await expect(first.getByText(`${CAR} 이동 중`)).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(first).toContainText('도착한 것으로 보임', { timeout: 120_000 });
  await expect(page.getByRole('group', { name: '다음 조치' })).toContainText(/현장 도착/);
  await expectAccessible(page);
  await page.keyboard.press('s');
  await expect(first).toContainText(`${CAR} 현장 도착`);
  await expect(first).not.toContainText('도착한 것으로 보임');

  // The only car works the first call: taking it is asked about once, and names what that call loses.
  await answer(page, second);
  const question = page.getByRole('dialog');
  await sendByKey(page, question);
  await expect(question).toContainText(FIRST);
  await expect(question).toContainText('순찰차가 한 대도 남지 않습니다');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await expect(first).toContainText(`${CAR} 현장 도착`);
  await sendByKey(page, question);
  await page.keyboard.press('Enter');
  await expect(second).toContainText(new RegExp(`${CAR} (출동 지령|이동 중)`));
  await expect(first).not.toContainText(`${CAR} 현장 도착`);
  await first.click();
  await expect(page.getByText('다른 사건으로 전환됨').first()).toBeVisible();
  await expectAccessible(page);
});

const Places = z.array(z.looseObject({ id: z.string(), lon: z.number(), lat: z.number() }));

test('L6: a victim who goes elsewhere than she was led is told on her row and in the panel', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const row = rowOf(page, FIRST);
  await answer(page, row);
  await page.keyboard.press('g');
  const line = page.locator('[data-place]').first();
  await expect(line).toBeFocused({ timeout: 30_000 });
  const id = await line.getAttribute('data-place');
  const place = Places.parse(JSON.parse(readFileSync(inRoot('assets/places/places.json'), 'utf8'))).find(
    (one) => one.id === id,
  );
  if (place === undefined) throw new Error(`no place ${String(id)}`);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-send-guidance]')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-guidance]')).toHaveCount(1);

  const away = destination(HERS, bearing_deg(HERS, [place.lon, place.lat]) + 180, 300);
  const token = tokensOf(jikim.dataDir, file).get('phone-0') ?? '';
  const gone = walk(jikim.serverPort, 'phone-0', token, paced([HERS, away], 1.6), 1.6);
  await expect(row.locator('[data-following=away]')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/안내한 길과 다른 곳으로 이동 중/)).toBeVisible();
  await expectAccessible(page);
  await gone.stop();
});
