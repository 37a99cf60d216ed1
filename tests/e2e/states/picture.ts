import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { inRoot } from '../../../tools/root.ts';

/** Pictures that are looked at and not kept. */
const FOLDER = inRoot('test-results/screenshots/states');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

const drawn = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 4; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });

/** Speaks another language without moving pointer or focus: a dialog stays, and rows that are pointed at stay where they are. */
const speak = (page: Page, locale: 'ko' | 'en'): Promise<void> =>
  page.locator(`button[lang=${locale}]`).evaluate((button: HTMLElement) => button.click());

/** Takes a state in Korean and English, in each size. `again` brings it back where it lasts only a moment. */
export const picture = async (
  page: Page,
  name: string,
  { sizes = SIZES, again }: { readonly sizes?: typeof SIZES; readonly again?: () => Promise<unknown> } = {},
): Promise<void> => {
  mkdirSync(FOLDER, { recursive: true });
  for (const locale of ['en', 'ko'] as const) {
    await speak(page, locale);
    for (const size of sizes) {
      await page.setViewportSize(size);
      await again?.();
      await drawn(page);
      await page.screenshot({ path: join(FOLDER, `${name}-${locale}-${size.width}.png`) });
    }
  }
  await page.setViewportSize({ width: 1280, height: 800 });
};
