import { defineConfig } from '@playwright/test';
import { findBrowser } from './tools/browser.ts';
import { CHROMIUM_FLAGS } from './tools/chromiumFlags.ts';

const long = process.env['JIKIM_LONG'] === '1';
const executablePath = findBrowser();

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  // Pictures for the docs are taken only when asked for: `npm run screenshots`.
  ...(process.env['JIKIM_SCREENSHOTS'] === '1' ? {} : { testIgnore: '**/screenshots.spec.ts' }),
  outputDir: 'test-results/e2e',
  // What takes minutes is tagged @long and runs in `npm run test:long`.
  ...(long ? {} : { grepInvert: /@long/ }),
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  // The whole job takes a minute where the map is drawn in software, and more on a busy machine.
  timeout: long ? 600_000 : 240_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    headless: true,
    viewport: { width: 1280, height: 800 },
    locale: 'ko-KR',
    timezoneId: 'Asia/Seoul',
    trace: 'retain-on-failure',
    launchOptions: {
      args: [...CHROMIUM_FLAGS],
      ...(executablePath === null ? {} : { executablePath }),
    },
  },
});
