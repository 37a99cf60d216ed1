import { existsSync } from 'node:fs';
import { exec } from './exec.ts';
import { isExecutable, onPath } from './onPath.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'] as const;
/** Where a desktop system keeps it when it isn't on the PATH. */
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
] as const;
const PACKAGE_COMMAND = 'apt-get update && apt-get install -y --no-install-recommends chromium';

/** @returns the browser the tests drive: JIKIM_BROWSER where set, else the first Chromium found; null when there is none. */
export const findBrowser = (): string | null => {
  const chosen = process.env['JIKIM_BROWSER'];
  if (chosen !== undefined && chosen !== '') return isExecutable(chosen) ? chosen : null;
  for (const name of NAMES) {
    const found = onPath(name);
    if (found !== undefined) return found;
  }
  return APPLICATIONS.find((file) => existsSync(file)) ?? null;
};

/**
 * Finds a browser, or installs Debian's where that needs nothing but this process's own rights.
 * @returns its path, or the line to print before stopping.
 */
export const ensureBrowser = async (
  say: (line: string) => void,
): Promise<{ readonly path: string } | { readonly stop: string }> => {
  const found = findBrowser();
  if (found !== null) return { path: found };
  const canInstall = process.getuid?.() === 0 && onPath('apt-get') !== undefined;
  if (!canInstall) {
    const mend =
      onPath('apt-get') === undefined ? 'install Chromium or Google Chrome' : `run: sudo sh -c '${PACKAGE_COMMAND}'`;
    return { stop: `no Chromium found for the browser tests; ${mend} (or set JIKIM_BROWSER to one)` };
  }
  say(`set-up: no Chromium found for the browser tests, installing Debian's: ${PACKAGE_COMMAND}`);
  const { code, output } = await exec('sh', ['-c', PACKAGE_COMMAND], { DEBIAN_FRONTEND: 'noninteractive' });
  const installed = findBrowser();
  if (code === 0 && installed !== null) return { path: installed };
  const reason = output.trim().split('\n').at(-1) ?? '';
  return { stop: `Chromium could not be installed (${reason}); run as root: ${PACKAGE_COMMAND}` };
};
