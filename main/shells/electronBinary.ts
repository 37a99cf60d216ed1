import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { err, ok } from '../../shared/domain/result.ts';
import type { Result } from '../../shared/domain/result.ts';

const EXECUTABLE: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  win32: 'electron.exe',
  linux: 'electron',
  freebsd: 'electron',
};

/** A download that takes longer than this is given up: the browser shell is there at once. */
const DOWNLOAD_WITHIN_MS = 180_000;

type Environment = Pick<NodeJS.Process, 'platform' | 'env'> & { readonly uid: number | null };

/** Why Electron cannot show a window here, whatever binaries there are; null when it can. */
export const noWindowHere = ({ platform, env, uid }: Environment): string | null => {
  if (platform !== 'linux') return null;
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY'])
    return 'there is no display here (DISPLAY and WAYLAND_DISPLAY are unset)';
  return uid === 0 ? 'Electron’s sandbox does not run as root' : null;
};

const packageFolder = (root: string): string | null => {
  try {
    return dirname(createRequire(join(root, 'package.json')).resolve('electron/package.json'));
  } catch {
    return null;
  }
};

/** Path of Electron's binary where one is present: the folder in ELECTRON_OVERRIDE_DIST_PATH, else the installed package. */
export const presentBinary = (root: string, { platform, env }: Environment): Result<string, string> => {
  const name = EXECUTABLE[platform];
  if (name === undefined) return err(`Electron has no build for ${platform}`);
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) {
    const path = join(override, name);
    return existsSync(path) ? ok(path) : err('ELECTRON_OVERRIDE_DIST_PATH holds no Electron');
  }
  const folder = packageFolder(root);
  if (folder === null) return err('Electron is not installed');
  const path = join(folder, 'dist', name);
  return existsSync(path) ? ok(path) : err('Electron’s binary is not here');
};

/** The binary, downloaded by Electron's own installer where it is missing. `say` announces the download. */
export const electronBinary = (
  root: string,
  environment: Environment,
  say: (line: string) => void,
): Result<string, string> => {
  const here = presentBinary(root, environment);
  const folder = packageFolder(root);
  if (here.ok || environment.env['ELECTRON_OVERRIDE_DIST_PATH'] || folder === null) return here;
  say('Electron’s binary is not here yet: downloading it once (about 120 MB) …');
  const run = spawnSync(process.execPath, [join(folder, 'install.js')], {
    stdio: 'ignore',
    timeout: DOWNLOAD_WITHIN_MS,
  });
  const now = presentBinary(root, environment);
  if (now.ok) return now;
  return err(`Electron’s binary is not here and could not be downloaded${run.error === undefined ? '' : ' in time'}`);
};

export const thisEnvironment = (): Environment => ({
  platform: process.platform,
  env: process.env,
  uid: process.getuid?.() ?? null,
});
