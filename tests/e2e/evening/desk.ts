import type { Browser, Locator, Page } from '@playwright/test';
import { expect } from '../fixtures.ts';

/** A desk that is worked by keys alone. */
export type Desk = {
  readonly page: Page;
  /** `none`, or the most urgent code that rings here. */
  readonly alarm: Locator;
};

/** Far more than there are things to stop at. */
const MOST_TABS = 80;

/** Goes through the page by Tab until something has the focus. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  await expect(target).toBeVisible();
  for (let n = 0; n < MOST_TABS; n += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error('Tab does not come to it');
};

/** Opens a desk by its one-time link, in a browser of its own as at a desk of its own, and signs in by keys. */
export const openDesk = async (
  browser: Browser,
  link: string,
  who: { readonly username: string; readonly password: string },
  watch: (page: Page) => void,
): Promise<Desk> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  watch(page);
  await page.goto(link);
  // The link to the server may take a moment; the refusal says so, and it is tried again.
  await expect(async () => {
    await expect(page.getByLabel('아이디')).toBeVisible();
    await page.getByLabel('아이디').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(who.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(who.password);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: /^계정/ })).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: 45_000 });
  await tabTo(page, page.getByRole('button', { name: '들림', exact: true }));
  await page.keyboard.press('Enter');
  return { page, alarm: page.locator('html') };
};

/** The row of an offender's incident, wherever in the queue it stands. */
export const rowAt = ({ page }: Desk, offender: string): Locator =>
  page.locator('[data-incident]').filter({ hasText: offender }).first();

/** Goes to an incident with ↑ and ↓. The queue may change its order meanwhile; then the rest of the way is gone again. */
export const goTo = async (desk: Desk, offender: string): Promise<void> => {
  const { page } = desk;
  const row = rowAt(desk, offender);
  await expect(row).toBeVisible();
  await expect(async () => {
    const rows = await page
      .locator('[data-incident]')
      .evaluateAll(
        (all, name) =>
          all.map((each) => [each.getAttribute('aria-current') === 'true', each.textContent.includes(name)] as const),
        offender,
      );
    const [from, to] = [rows.findIndex(([current]) => current), rows.findIndex(([, wanted]) => wanted)];
    for (let step = Math.abs(to - from); step > 0; step -= 1)
      await page.keyboard.press(from < to ? 'ArrowDown' : 'ArrowUp');
    await expect(row).toHaveAttribute('aria-current', 'true', { timeout: 1000 });
  }).toPass({ timeout: 20_000 });
};

/** Goes to an incident and acknowledges it until nothing of it sounds any more. */
export const answer = async (desk: Desk, offender: string): Promise<void> => {
  const row = rowAt(desk, offender);
  await expect(async () => {
    await goTo(desk, offender);
    if ((await row.getAttribute('data-sounding')) === 'true') await desk.page.keyboard.press('a');
    await expect(row).toHaveAttribute('data-sounding', 'false', { timeout: 5000 });
  }).toPass({ timeout: 30_000 });
};

/** Sends the patrol that stands first, once the ranks are there. Its callsign. */
export const sendFirst = async ({ page }: Desk): Promise<string> => {
  const assign = page.getByRole('group', { name: '다음 조치' }).getByRole('button', { name: /배정/ });
  await expect(assign).toBeVisible();
  const callsign = ((await assign.textContent()) ?? '').replace(/ 배정.*$/, '');
  await expect(async () => {
    if (await assign.isVisible()) await page.keyboard.press('1');
    await expect(page.getByRole('list', { name: '배정된 순찰차' })).toContainText(callsign, { timeout: 3000 });
  }).toPass({ timeout: 20_000 });
  return callsign;
};

/** Writes a note into the record of the incident that is looked at. */
export const note = async ({ page }: Desk, text: string): Promise<void> => {
  await page.keyboard.press('n');
  await expect(page.getByLabel('메모')).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByLabel('메모')).toHaveValue('');
  await page.keyboard.press('Escape');
};
