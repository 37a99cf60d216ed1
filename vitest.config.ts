import { defineConfig } from 'vitest/config';

/** Tests that run for minutes carry `.long` in their file name; `npm run test:long` adds them. */
const long = process.env['JIKIM_LONG'] === '1';
const exclude = long ? [] : ['**/*.long.test.{ts,tsx}'];

export default defineConfig({
  test: {
    // Two cores: more workers only add start-up cost.
    maxWorkers: 2,
    execArgv: ['--import', new URL('tests/threads.mjs', import.meta.url).href],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          exclude,
          environment: 'node',
          setupFiles: ['tests/unit/layout.ts'],
          testTimeout: long ? 300_000 : 10_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          exclude,
          environment: 'node',
          pool: 'forks',
          testTimeout: long ? 600_000 : 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          setupFiles: ['tests/faults/seams.ts'],
          exclude,
          environment: 'node',
          testTimeout: 60_000,
        },
      },
    ],
  },
});
