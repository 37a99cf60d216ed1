import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { exec } from './exec.ts';
import { inRoot } from './root.ts';

/** What one part of `npm test` counted. */
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

export type Part = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** @returns null when the part left no result: it broke before it could count. */
  readonly tally: (output: string) => Tally | null;
};

/** Where a part's results lie once it has run. */
export const results = (name: string): string => inRoot('test-results', `${name}.json`);

const readResults = (name: string): unknown =>
  existsSync(results(name)) ? JSON.parse(readFileSync(results(name), 'utf8')) : null;

const Vitest = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numFailedTestSuites: z.number(),
});

const vitestTally = (name: string): Tally | null => {
  const parsed = Vitest.safeParse(readResults(name));
  if (!parsed.success) return null;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = parsed.data;
  // A file that cannot even be loaded has no failed test, only a failed suite.
  const failed = numFailedTests === 0 && numFailedTestSuites > 0 ? numFailedTestSuites : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
};

const Playwright = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
});

/** @returns null when Playwright left no result. */
export const playwrightTally = (name: string): Tally | null => {
  const parsed = Playwright.safeParse(readResults(name));
  if (!parsed.success) return null;
  const { expected, unexpected, flaky, skipped } = parsed.data.stats;
  return { passed: expected, failed: unexpected + flaky, skipped };
};

const checkTally = (output: string): Tally | null => {
  const match = /^check: (\d+) passed, (\d+) failed$/m.exec(output);
  return match === null ? null : { passed: Number(match[1]), failed: Number(match[2]), skipped: 0 };
};

const vitest = (name: string): Part => ({
  name,
  command: 'vitest',
  args: ['run', `--project=${name}`, '--reporter=default', '--reporter=json', `--outputFile.json=${results(name)}`],
  tally: () => vitestTally(name),
});

/** The parts of `npm test`, by name. */
export const PARTS = {
  check: { name: 'check', command: 'node', args: ['tools/check.ts'], tally: checkTally },
  size: {
    name: 'size',
    command: 'node',
    args: ['tools/size.ts'],
    tally: (output) => (output.startsWith('size: ') ? { passed: 1, failed: 0, skipped: 0 } : null),
  },
  unit: vitest('unit'),
  integration: vitest('integration'),
  faults: vitest('faults'),
  e2e: {
    name: 'e2e',
    command: 'playwright',
    args: ['test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: results('e2e') },
    tally: () => playwrightTally('e2e'),
  },
  installed: {
    name: 'installed',
    command: 'node',
    args: ['tools/installed.ts'],
    tally: (output) =>
      /^installed: did not run/m.test(output) ? { passed: 0, failed: 0, skipped: 1 } : playwrightTally('installed'),
  },
} as const satisfies Readonly<Record<string, Part>>;

export type PartName = keyof typeof PARTS;

const seconds = (started: number): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;

/**
 * Runs one part, keeps its whole output in test-results/NAME.log and prints it when the part fails.
 * Lines that say what did not run, and why, are printed in any case.
 */
export const runPart = async (name: PartName, env: Readonly<Record<string, string>>): Promise<Tally> => {
  const part: Part = PARTS[name];
  const started = performance.now();
  mkdirSync(inRoot('test-results'), { recursive: true });
  rmSync(results(name), { force: true });
  const { code, output } = await exec(part.command, part.args, { ...env, ...part.env });
  writeFileSync(inRoot('test-results', `${name}.log`), output);
  const counted = part.tally(output) ?? { passed: 0, failed: 0, skipped: 0 };
  // A part that ends badly has failed, whatever it managed to count before.
  const tally = code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  const ok = tally.failed === 0;
  if (!ok) process.stdout.write(`${output.trimEnd()}\n`);
  else
    for (const line of output.split('\n'))
      if (/did not run|^installed: /.test(line)) process.stdout.write(`     ${line.trim()}\n`);
  process.stdout.write(
    `${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${seconds(started).padStart(8)}  ` +
      `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped\n`,
  );
  return tally;
};
