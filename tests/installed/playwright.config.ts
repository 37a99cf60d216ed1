import { defineConfig } from '@playwright/test';

/** Everything runs in `.ci/run` and in `npm run test:long`; what takes long is left out of `npm test`. */
const whole = process.env['JIKIM_LONG'] === '1' || process.env['CI'] !== undefined;

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  ...(process.env['JIKIM_SCREENSHOTS'] === '1' ? {} : { testIgnore: '**/screenshots.spec.ts' }),
  outputDir: '../../test-results/installed',
  ...(whole ? {} : { grepInvert: /@long/ }),
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  timeout: whole ? 400_000 : 120_000,
  // A start takes 3 s on an idle machine of two cores, and ten times that on a busy one.
  expect: { timeout: 40_000 },
  reporter: [['list']],
});
