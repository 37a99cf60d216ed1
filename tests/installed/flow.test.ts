import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { noWindowHere, presentBinary, thisEnvironment } from '../../main/shells/electronBinary.ts';

const ROOT = process.cwd();
const ENTRY = join(ROOT, 'dist', 'main', 'electron.js');
const OFFENDER = '가해자 전가명';

/** Why the installed console cannot be run here; null when it can. A root without a sandbox still makes a test. */
const hindrance = (): string | null => {
  const environment = thisEnvironment();
  const binary = presentBinary(ROOT, environment);
  if (!binary.ok) return `no Electron binary found (${binary.error})`;
  const window = noWindowHere({ ...environment, uid: null });
  return window ?? (existsSync(ENTRY) ? null : 'dist/main/electron.js is not built');
};

const reason = hindrance();
if (reason !== null) console.info(`installed: did not run: ${reason}`);

test.skipIf(reason !== null)('the whole dispatcher flow in Electron itself', { timeout: 400_000 }, async () => {
  // Loaded only where it can run: this is Playwright's own expect, on a page.
  const [{ _electron }, flow, { scenarioFile }] = await Promise.all([
    import('playwright-core'),
    import('../e2e/flow.ts'),
    import('../e2e/posting.ts'),
  ]);
  const binary = presentBinary(ROOT, thisEnvironment());
  if (!binary.ok) throw new Error(binary.error);
  const data = mkdtempSync(join(tmpdir(), 'jikim-installed-'));
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const electron = await _electron.launch({
    executablePath: binary.value,
    args: [...asRoot, ENTRY, '--scenario', scenarioFile('approach'), '--port', '0', '--data', data],
  });
  try {
    const page = await electron.firstWindow();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await flow.signIn(page, flow.DISPATCHER);
    const callsign = await flow.respond(page, OFFENDER);
    await flow.signOut(page);
    await flow.signIn(page, flow.SUPERVISOR);
    await flow.reviewAndClose(page, OFFENDER);
    await flow.expectWholeRecord(page.getByRole('log', { name: '사건기록' }), callsign);
    expect(errors).toEqual([]);
  } finally {
    await electron.close();
    rmSync(data, { recursive: true, force: true });
  }
});
