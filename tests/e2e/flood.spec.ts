import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';
import { DISPATCHER, SUPERVISOR, signIn, signOut } from './flow.ts';
import { tokensOf } from './posting.ts';

/** Incidents at once: more than fit on a screen of 800 px even in lines. */
const INCIDENTS = 30;
const LONG = 'Konstantin-Alexandrowitsch Beispielmannsky';

/** So many pairs who stand still: the first of every three inside the alert tier, the others inside the warning tier. */
const scenario = {
  name: 'flood',
  title: { ko: '경보 폭주', en: 'Flood' },
  summary: { ko: '여러 쌍이 동시에 경보 거리에 있습니다.', en: 'Many pairs are inside a tier at once.' },
  start: '2026-03-06T19:30:00+09:00',
  duration_s: 3600,
  seed: 3,
  people: Array.from({ length: INCIDENTS }, (_, n) => {
    const lat = 37.45 + n * 0.005;
    const device = (id: string) => ({ id: `${id}-${n}`, interval_s: 5 });
    return [
      {
        ...{ id: `O-${n}`, role: 'offender', name: n % 4 === 0 ? `가해자 ${LONG} ${n}` : `가해자 가명 ${n}` },
        ...{ device: device('bracelet'), at: [126.9, lat + (n % 3 === 0 ? 0.0063 : 0.0135)] },
      },
      {
        ...{ id: `V-${n}`, role: 'victim', name: n % 4 === 0 ? `피해자 ${LONG} ${n}` : `피해자 가명 ${n}` },
        ...{ device: device('phone'), at: [126.9, lat] },
      },
    ];
  }).flat(),
  orders: Array.from({ length: INCIDENTS }, (_, n) => ({
    ...{ id: `order-${n}`, basis: '시험용 보호명령', number: `시험-${n}`, issuer: '가상지방법원' },
    ...{ offender: `O-${n}`, victims: [`V-${n}`] },
  })),
  units: [{ id: 'unit-1', callsign: '시험 11', kind: 'car', station: '시험파출소', at: [126.9, 37.5], roam_m: 0 }],
};
const folder = mkdtempSync(join(tmpdir(), 'jikim-flood-'));
const file = join(folder, 'flood.yaml');
writeFileSync(file, JSON.stringify(scenario));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
// Nothing here is about the map, which costs more than all else where it is drawn in software.
test.use({ start: { scenario: file, args: ['--map=off'] } });

const places = async (rows: Locator): Promise<readonly unknown[]> =>
  rows.evaluateAll((all) =>
    all.map((row) => [row.getAttribute('data-incident'), Math.round(row.getBoundingClientRect().top)]),
  );
/** Names of victims whose end is cut off or hidden. */
const swallowed = (page: Page): Promise<readonly (string | null)[]> =>
  page.locator('[data-incident]').evaluateAll((rows) =>
    rows
      .filter((row) => {
        const [, victim] = row.querySelectorAll('span[title]');
        const end = victim?.lastElementChild ?? row;
        const tail = victim?.lastElementChild?.getBoundingClientRect();
        const own = row.getBoundingClientRect();
        const shown = victim?.getBoundingClientRect();
        return (
          tail === undefined ||
          shown === undefined ||
          tail.width === 0 ||
          end.scrollWidth > end.clientWidth ||
          tail.right > shown.right + 1 ||
          tail.right > own.right
        );
      })
      .map((row) => row.textContent),
  );

test('a flood: one line an incident, what is out of sight told below, nothing moves under the pointer, SOS in a lane of its own', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  const list = page.getByRole('list', { name: '진행 중인 사건' });
  const rows = list.getByRole('button');
  await expect(rows).toHaveCount(INCIDENTS, { timeout: 60_000 });
  await expect(rows.first()).toHaveAttribute('data-code', '1');
  await expect(rows.last()).toHaveAttribute('data-code', '2');
  const below = page.locator('[data-out-of-sight="below"]');
  await expect(below).toHaveText(/아래 \d+건/);
  await expect(below).toHaveAttribute('data-code', '2');
  expect(await swallowed(page)).toEqual([]);
  await expect(page.locator('[data-load="flood"]')).toHaveText(new RegExp(`경보 폭주 ${INCIDENTS}건/10분`));
  await expect(list.getByText('최초')).toHaveCount(1);
  await expect(list.getByText('확인', { exact: true })).toHaveCount(INCIDENTS);
  await expectAccessible(page);

  const before = await places(rows);
  await rows.nth(6).hover();
  const aimedAt = await rows.nth(6).getAttribute('data-incident');
  const focus = await page.evaluate(() => document.activeElement?.tagName);
  // Whoever stands last presses the button: she would rise to the top.
  const last = scenario.people.at(-1)?.device.id ?? '';
  const token = tokensOf(jikim.dataDir, file).get(last) ?? '';
  const pressed = await fetch(`http://127.0.0.1:${jikim.serverPort}/sos`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ deviceId: last }),
  });
  expect(pressed.status).toBe(200);
  const aside = page.getByRole('region', { name: '새로 들어온 사건' });
  await expect(aside).toContainText('상승 1건');
  await expect(aside.getByRole('img', { name: '코드 0' }).first()).toBeVisible();
  expect(await places(rows)).toEqual(before);
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe(focus);
  await page.mouse.down();
  await page.mouse.up();
  await expect(page.locator(`[data-incident="${aimedAt}"]`).first()).toHaveAttribute('aria-current', 'true');
  await page.screenshot({ path: test.info().outputPath('aside.png') });

  await page.mouse.move(700, 500);
  const lane = page.getByRole('list', { name: '긴급호출 사건' });
  await expect(lane.getByRole('button')).toHaveCount(1);
  await expect(aside).toBeHidden();
  await rows.last().scrollIntoViewIfNeeded();
  await expect(lane).toBeInViewport();
  await expect(page.locator('[data-out-of-sight="above"]')).toHaveText(/위 \d+건/);
  await page.keyboard.press('u');
  await expect(lane.getByRole('button')).toHaveAttribute('aria-current', 'true');
  await expectAccessible(page);
  await page.screenshot({ path: test.info().outputPath('lane.png') });

  // Who has it and that it was first stand before the names, which keep their ends all the same, at 200 % zoom too.
  const firstUp = list.getByRole('button').filter({ hasText: '최초' });
  await firstUp.click();
  await page.keyboard.press('a');
  await expect(firstUp.getByRole('img', { name: '내 담당' })).toBeVisible();
  expect(await swallowed(page)).toEqual([]);
  await page.setViewportSize({ width: 640, height: 400 });
  expect(await swallowed(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });

  // The longest words of the top bar: a supervisor's, in English, with an alarm that nobody has answered.
  await signOut(page);
  await signIn(page, SUPERVISOR);
  await page.getByRole('button', { name: 'EN English' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-alarm-tone', 'loud', { timeout: 60_000 });
  const account = await page.getByRole('button', { name: /^Account/ }).boundingBox();
  expect((account?.x ?? 1280) + (account?.width ?? 0)).toBeLessThanOrEqual(1280);
});
