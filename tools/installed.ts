import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { openDisplay } from './display.ts';
import { findElectron, shippedElectron, versionLine } from './electron.ts';
import { exec } from './exec.ts';
import { installedEntry } from './installedApp.ts';
import { needsStandIn } from './packaging/app.ts';
import { playwrightTally, results } from './parts.ts';
import { launcherFor } from './sandbox.ts';

/*
 * `npm test installed`: the built product in a real Electron, on a display of its own. The product must have been built.
 */

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Says why nothing ran. That is no failure on a machine that can have no Electron; where one could be had (Linux x64 that reaches npm) it
 * is one in `.ci/run`, because otherwise nobody would notice that these tests are gone.
 */
const didNotRun = async (reason: string): Promise<never> => {
  say(`installed: did not run: ${reason}`);
  const must = process.env['CI'] !== undefined && process.platform === 'linux' && process.arch === 'x64';
  const reachable = must && (await exec('npm', ['ping', '--silent'])).code === 0;
  if (reachable) say('installed: this machine reaches npm, so it could have run');
  return process.exit(reachable ? 1 : 0);
};

const found = await findElectron(say);
if (!found.ok) await didNotRun(found.error);
else {
  const { binary, version } = found.value;
  const display = await openDisplay(say);
  if (!display.ok) await didNotRun(display.error);
  else {
    const entry = await installedEntry(version);
    const launcher = await launcherFor(binary, entry);
    if (needsStandIn(version))
      say('installed: its Node has no SQLite; with a stand-in for it this tests the shell, not the store');
    if (launcher.unsandboxed !== null) say(`installed: the guards did not run in a sandbox: ${launcher.unsandboxed}`);
    rmSync(results('installed'), { force: true }); // of an earlier run
    const { code } = await exec(
      'playwright',
      ['test', '--config=tests/installed/playwright.config.ts', '--reporter=list,json', ...process.argv.slice(2)],
      {
        ...display.value.env,
        JIKIM_INSTALLED: JSON.stringify({ version, entry, launcher }),
        PLAYWRIGHT_JSON_OUTPUT_NAME: results('installed'),
      },
      say,
    );
    display.value.close();
    if (launcher.program !== binary) rmSync(dirname(launcher.program), { recursive: true, force: true });
    const { passed, failed } = playwrightTally('installed') ?? { passed: 0, failed: 1 };
    say(`installed: ${versionLine(version, shippedElectron())}: ${passed} passed, ${failed} failed`);
    process.exitCode = code;
  }
}
