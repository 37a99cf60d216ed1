import { expect, test as base, type Page } from '@playwright/test';
import { startJikim, type Jikim, type JikimOptions } from './harness.ts';

type Options = {
  /** How the product is started for a test; set with `test.use({ start: { scenario: 'strap-cut' } })`. */
  readonly start: JikimOptions;
  /** Console errors a test provokes on purpose. Anything else on the page's console fails it. */
  readonly expectedErrors: readonly RegExp[];
};
type ErrorWatch = {
  readonly watch: (page: Page) => void;
  /** From here on a page may complain: what served it is going away. */
  readonly rest: () => void;
};
type Fixtures = { readonly jikim: Jikim; readonly errors: ErrorWatch };

/**
 * `jikim` is the running product, `page` a browser at 1280×800. A page that logs an error or throws fails its test;
 * further pages are watched with `errors.watch(page)`.
 */
export const test = base.extend<Options & Fixtures>({
  start: [{}, { option: true }],
  expectedErrors: [[], { option: true }],

  jikim: async ({ start, errors }, use, info) => {
    const jikim = await startJikim(start);
    await use(jikim);
    errors.rest();
    await jikim.stop();
    if (info.status !== info.expectedStatus) await info.attach('jikim', { body: jikim.output() });
  },

  errors: async ({ expectedErrors }, use) => {
    const seen: string[] = [];
    let resting = false;
    const note = (text: string): void => {
      if (!resting && !expectedErrors.some((pattern) => pattern.test(text))) seen.push(text);
    };
    const watch = (page: Page): void => {
      page.on('console', (message) => {
        if (message.type() === 'error') note(`${message.text()} (${message.location().url})`);
      });
      page.on('pageerror', (error) => note(error.stack ?? error.message));
    };
    await use({
      watch,
      rest: () => {
        resting = true;
      },
    });
    expect(seen, 'errors on the page').toEqual([]);
  },

  page: async ({ page, errors }, use) => {
    errors.watch(page);
    await use(page);
    errors.rest();
  },
});

export { expect };
