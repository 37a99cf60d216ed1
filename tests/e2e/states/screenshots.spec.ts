import type { Page } from '@playwright/test';
import { destination } from '../../../shared/domain/geo/geodesic.ts';
import { openLine } from '../../integration/lost/proxy.ts';
import { answer, goTo, openDesk, rowAt } from '../evening/desk.ts';
import type { Desk } from '../evening/desk.ts';
import { devicesOf, offenderOf } from '../evening/devices.ts';
import { findBrowser } from '../../../tools/browser.ts';
import { FLAT_CHROMIUM_FLAGS } from '../../../tools/chromiumFlags.ts';
import { expect, test } from '../fixtures.ts';
import { DISPATCHER, SUPERVISOR, rowOf, signIn } from '../flow.ts';
import { joinJikim } from '../harness.ts';
import { paced, post, scenarioFile, tokensOf, walk } from '../posting.ts';
import { picture } from './picture.ts';

/*
 * Every state of the desk in both languages and sizes, to be looked at: `JIKIM_SCREENSHOTS=1 playwright test states`. The pictures lie in
 * test-results and are not kept.
 */
test.describe.configure({ timeout: 380_000 });
const executablePath = findBrowser();
test.use({
  // Several pages at once, each drawn by the processor: without WebGL a picture takes a tenth of the time.
  launchOptions: { args: [...FLAT_CHROMIUM_FLAGS], ...(executablePath === null ? {} : { executablePath }) },
  actionTimeout: 30_000,
});

const OTHER = { username: 'dispatcher2', password: 'jikim-dispatch' } as const;
const MAP_OFF = ['--map=off'] as const;

const awayFromRows = (page: Page): Promise<void> => page.mouse.move(700, 600);
const dialogOf = ({ page }: Desk) => page.getByRole('dialog');

/** Resolves the incident that is looked at with the nth outcome. */
const resolve = async (desk: Desk, outcome: RegExp): Promise<void> => {
  await desk.page.keyboard.press('r');
  await dialogOf(desk).getByRole('radio', { name: outcome }).first().click();
  if (outcome.source === '오경보') await dialogOf(desk).getByRole('radio', { name: '위치 부정확' }).click();
  await expect(async () => {
    await dialogOf(desk)
      .getByRole('button', { name: /해결 처리/ })
      .click({ timeout: 1000 });
    await expect(dialogOf(desk)).toBeHidden({ timeout: 1000 });
  }).toPass();
};

test.describe('desks', () => {
  test.use({ start: { scenario: scenarioFile('full-evening'), args: MAP_OFF } });

  test('two desks and a supervisor’s', async ({ browser, jikim, errors }) => {
    const line = await openLine(jikim.serverPort);
    const [secondShell, thirdShell] = await Promise.all([
      joinJikim(line.url, { args: MAP_OFF }),
      joinJikim(`http://127.0.0.1:${jikim.serverPort}`, { args: MAP_OFF }),
    ]);
    const devices = devicesOf(jikim);
    const [first, second, review] = await Promise.all([
      openDesk(browser, jikim.link, DISPATCHER, errors.watch),
      openDesk(browser, secondShell.link, OTHER, errors.watch),
      openDesk(browser, thirdShell.link, SUPERVISOR, errors.watch),
    ]);
    const { page } = first;
    await expect(page.getByText('진행 12건')).toBeVisible({ timeout: 30_000 });
    await awayFromRows(page);
    await picture(page, 'flood');

    const pointed = page.locator('ul [data-incident]').nth(3); // in either language
    await pointed.hover();
    await devices.press(14);
    await devices.tell(15, 'strap-tamper');
    await devices.tell(16, 'jamming');
    await expect(page.getByRole('region', { name: '새로 들어온 사건' })).toContainText('신규 3건');
    await picture(page, 'newcomers', { again: () => pointed.hover() });
    await awayFromRows(page);
    await expect(page.getByRole('list', { name: '긴급호출 사건' })).toBeVisible();
    await page.keyboard.press('u');
    await picture(page, 'sos-lane');
    await expect(first.alarm).toHaveAttribute('data-alarm-tone', 'loud', { timeout: 60_000 });
    await picture(page, 'escalated');
    await picture(review.page, 'escalated-supervisor');
    await answer(first, offenderOf(14));
    await answer(first, offenderOf(15));

    await answer(first, offenderOf(1));
    await page.keyboard.press('h');
    await expect(dialogOf(first)).toBeVisible();
    await picture(page, 'shelve-dialog');
    await dialogOf(first).getByRole('radio').first().click();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/보류 중 1건/)).toBeVisible();
    await page.getByRole('button', { name: /보류 중 1건/ }).click();
    await page.getByRole('list', { name: '보류 중인 사건' }).getByRole('button').first().click();
    await awayFromRows(page);
    await picture(page, 'shelved');

    await goTo(second, offenderOf(14));
    await second.page.keyboard.press('k');
    await expect(page.getByTestId('taken-bar')).toBeVisible();
    await goTo(first, offenderOf(14));
    await picture(page, 'taken');
    await goTo(second, offenderOf(14));
    await picture(second.page, 'taken-owing');

    await answer(first, offenderOf(2));
    await resolve(first, /오경보/);
    await expect(page.getByText('진행 13건')).toBeVisible();
    await page.locator('section[aria-label="해결 뒤에도 접근거리 안"] [data-incident]').first().click();
    await awayFromRows(page);
    await picture(page, 'still-within');
    await devices.press(2);
    await expect(rowAt(first, offenderOf(2))).toHaveAttribute('data-code', '0');
    await answer(first, offenderOf(2));
    await awayFromRows(page);
    await picture(page, 'story');

    await goTo(first, offenderOf(5));
    await page.keyboard.press('b');
    await expect(dialogOf(first)).toBeVisible();
    await dialogOf(first).getByRole('textbox').fill('피해자와 통화가 끊김');
    await picture(page, 'break-glass-dialog');
    await page.keyboard.press('Control+Enter');
    await expect(review.page.getByTestId('break-glass-bar')).toBeVisible();
    await picture(review.page, 'break-glass-bar');
    await review.page.getByRole('tab', { name: /열람/ }).click();
    await expect(review.page.getByText('피해자와 통화가 끊김').first()).toBeVisible();
    await picture(review.page, 'access-log');

    await picture(page, 'zoomed', { sizes: [{ width: 640, height: 400 }] });
    await page.emulateMedia({ forcedColors: 'active' });
    await picture(page, 'forced-colours', { sizes: [{ width: 1280, height: 800 }] });
    await page.emulateMedia({ forcedColors: 'none' });

    await goTo(second, offenderOf(7));
    line.cut();
    await expect(second.page.getByText('서버 연결이 끊겼습니다')).toBeVisible();
    await second.page.keyboard.press('n');
    await second.page.keyboard.type('연결이 끊긴 동안 적은 메모');
    await second.page.keyboard.press('Control+Enter');
    await picture(second.page, 'lost-link');
    // The other desk is gone with a Code 0 in its hands.
    await expect(first.alarm).toHaveAttribute('data-alarm', '0', { timeout: 40_000 });
    await goTo(first, offenderOf(14));
    await awayFromRows(page);
    await picture(page, 'stale-desk');
    errors.rest();
    await Promise.all([secondShell.stop(), thirdShell.stop(), line.close()]);
  });
});

test.describe('one desk', () => {
  test.use({ start: { scenario: scenarioFile('warning'), args: MAP_OFF } });

  test('sound that is off, and an alert that is over', async ({ page, jikim }) => {
    await page.goto(jikim.link);
    await page.getByLabel('아이디').fill(DISPATCHER.username);
    await page.getByLabel('비밀번호').fill(DISPATCHER.password);
    await page.getByRole('button', { name: '로그인', exact: true }).click();
    await expect(page.getByTestId('sound-check')).toBeVisible();
    const row = rowOf(page, '가해자 전가명');
    await row.click({ timeout: 60_000 });
    await awayFromRows(page);
    await picture(page, 'sound-check');
    await page.getByRole('button', { name: /들리지 않음|안 들림/ }).click();
    await expect(page.getByTestId('sound-off')).toBeVisible();
    await picture(page, 'sound-bar');

    const token = tokensOf(jikim.dataDir, scenarioFile('warning')).get('bracelet-warning') ?? '';
    const far = destination([126.9245, 37.5556], 0, 2600);
    await post(jikim.serverPort, 'bracelet-warning', token, destination([126.9245, 37.5556], 0, 2200), 15);
    const gone = walk(jikim.serverPort, 'bracelet-warning', token, [far], 1);
    await expect(row).toHaveAttribute('data-over', 'true', { timeout: 200_000 });
    await picture(page, 'over');
    await gone.stop();
  });
});

test.describe('patrols', () => {
  test.use({ start: { scenario: scenarioFile('patrols'), args: MAP_OFF } });

  test('patrols and ways to safety', async ({ page, jikim }) => {
    await page.goto(jikim.link);
    await signIn(page, DISPATCHER);
    const [row, other] = [rowOf(page, '가해자 전가명'), rowOf(page, '가해자 구가명')];
    const take = async (one: typeof row): Promise<void> => {
      await one.click({ timeout: 60_000 });
      await page.mouse.move(700, 790);
      await page.keyboard.press('a');
      await expect(one).toHaveAttribute('data-sounding', 'false');
    };
    await take(row);
    await page.keyboard.press('g');
    await expect(page.locator('[data-place]').first()).toBeFocused({ timeout: 30_000 });
    await page.keyboard.press('Enter');
    await expect(page.locator('[data-send-guidance]')).toBeFocused();
    await picture(page, 'guidance-preview');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.locator('[data-unit="unit-11"] kbd')).toHaveText('1', { timeout: 30_000 });
    await expect(async () => {
      await page.keyboard.press('1');
      await expect(row).toContainText('시험 11', { timeout: 2000 });
    }).toPass();
    await picture(page, 'patrol-sent');
    await expect(row).toContainText('도착한 것으로 보임', { timeout: 200_000 });
    await picture(page, 'patrol-arrived');

    const token = tokensOf(jikim.dataDir, scenarioFile('patrols')).get('phone-0') ?? '';
    const hers = [126.9245, 37.5556] as const;
    const gone = walk(jikim.serverPort, 'phone-0', token, paced([hers, destination(hers, 300, 400)], 1.6), 1.6);
    await expect(page.locator('[data-following=away]').first()).toBeVisible({ timeout: 120_000 });
    await picture(page, 'guidance-away');
    await gone.stop();

    await take(other);
    await expect(page.locator('[data-unit="unit-11"] kbd')).toHaveText('1', { timeout: 30_000 });
    await expect(async () => {
      await page.keyboard.press('1');
      await expect(page.getByRole('dialog')).toBeVisible({ timeout: 2000 });
    }).toPass();
    await picture(page, 'divert-question');
    await page.keyboard.press('Enter');
    await expect(other).toContainText('시험 11');
    await row.click();
    await page.mouse.move(700, 790);
    await picture(page, 'diverted');
  });
});
