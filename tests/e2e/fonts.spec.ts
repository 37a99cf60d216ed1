import { expect, test } from './fixtures.ts';
import { DISPATCHER, signIn } from './flow.ts';

// Nothing here is about the map, which costs more than all else where it is drawn in software.
test.use({ start: { args: ['--map=off'] } });

/** Every syllable that Hangul can write. */
const SYLLABLES = Array.from({ length: 11_172 }, (_, i) => String.fromCharCode(0xac00 + i)).join('');

test('U2: every Hangul syllable is there from the start, also once nothing serves fonts any more', async ({
  page,
  jikim,
}) => {
  await page.goto(jikim.link);
  await signIn(page, DISPATCHER);
  await expect(page.getByText('사건 대기열')).toBeVisible();
  await expect
    .poll(() => page.evaluate(() => [...document.fonts].filter(({ status }) => status !== 'loaded').length), {
      timeout: 30_000,
    })
    .toBe(0);

  const asked: string[] = [];
  await page.route(/\.woff2?$/, async (route) => {
    asked.push(route.request().url());
    await route.abort();
  });
  const missing = await page.evaluate(async (text) => {
    const shown = document.body.appendChild(document.createElement('p'));
    shown.textContent = text;
    const bold = document.body.appendChild(document.createElement('strong'));
    bold.textContent = text;
    await document.fonts.ready;
    return [400, 600].filter((weight) => !document.fonts.check(`${weight} 16px "Noto Sans KR"`, text));
  }, SYLLABLES);
  expect(missing).toEqual([]);
  expect(asked, 'fonts asked for once the page stood').toEqual([]);
});
