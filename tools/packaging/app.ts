import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { bundleMain, copyFonts } from '../bundle.ts';
import { inRoot } from '../root.ts';

/** First Electron whose Node has SQLite without a switch. */
const WITH_SQLITE = 35;

/** True where the built product cannot run in this Electron as it is, because its Node has no SQLite. */
export const needsStandIn = (electronVersion: string): boolean => Number(electronVersion.split('.')[0]) < WITH_SQLITE;

/** What stands in for SQLite, and what that stands on: native code, which is no part of a bundle. */
export const STAND_IN_PACKAGES = [
  'libsql',
  '@libsql/linux-x64-gnu',
  '@neon-rs/load',
  'libsql/node_modules/detect-libc',
] as const;

type StageOptions = {
  readonly electronVersion: string;
  /** Made for tests: its debugger may be opened, also when packaged. Whoever has the package cannot change that. */
  readonly testBuild: boolean;
};

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  type: z.string(),
  main: z.string(),
});

/**
 * Puts the application as it is shipped into a folder: bundles, assets, a manifest without dependencies and scripts. The product must
 * have been built; the main bundle is made anew where this Electron or a test needs another one.
 */
export const stageApp = async (to: string, { electronVersion, testBuild }: StageOptions): Promise<void> => {
  rmSync(inRoot(to), { recursive: true, force: true });
  mkdirSync(inRoot(to), { recursive: true });
  const copy = (part: string): void => cpSync(inRoot(part), inRoot(to, part), { recursive: true });
  for (const part of ['assets', 'dist/renderer', 'dist/preload']) copy(part);
  if (testBuild || needsStandIn(electronVersion)) {
    const main = `${to}/dist/main`;
    const forNode20 = { target: 'node20', sqlite: 'standIn' } as const;
    const forNode24 = { target: 'node24', sqlite: 'node' } as const;
    await bundleMain('warn', { to: main, testBuild, ...(needsStandIn(electronVersion) ? forNode20 : forNode24) });
    copyFonts(main);
  } else copy('dist/main');
  const manifest = Manifest.parse(JSON.parse(readFileSync(inRoot('package.json'), 'utf8')));
  const shown = testBuild ? 'Jikim (test build)' : 'Jikim';
  writeFileSync(
    inRoot(to, 'package.json'),
    JSON.stringify({ ...manifest, productName: shown, desktopName: 'jikim.desktop' }, null, 2),
  );
};
