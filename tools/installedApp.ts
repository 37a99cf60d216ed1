import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { withLock } from './lock.ts';
import { needsStandIn, stageApp } from './packaging/app.ts';
import { inRoot } from './root.ts';
import { sourcesHash } from './stamp.ts';

const FOLDER = 'dist/installed';
const STAMP = `${FOLDER}/.stamp`;

/**
 * Electron's entry of the built product, for this Electron: dist/main/electron.js, or where its Node has no SQLite that of a test build of
 * the same sources, whole and in a folder of its own. The product must have been built.
 */
export const installedEntry = async (electronVersion: string): Promise<string> => {
  if (!needsStandIn(electronVersion)) return inRoot('dist/main/electron.js');
  await withLock(inRoot('dist/.installed-lock'), async () => {
    const hash = sourcesHash();
    if (existsSync(inRoot(STAMP)) && readFileSync(inRoot(STAMP), 'utf8') === hash) return;
    await stageApp(FOLDER, { electronVersion, testBuild: true });
    writeFileSync(inRoot(STAMP), hash);
  });
  return inRoot(FOLDER, 'dist/main/electron.js');
};
