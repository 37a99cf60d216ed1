import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { bundleMain, copyFonts } from './bundle.ts';
import { withLock } from './lock.ts';
import { inRoot } from './root.ts';
import { sourcesHash } from './stamp.ts';

/** First Electron whose Node has SQLite without a switch. */
const WITH_SQLITE = 35;
const FOLDER = 'dist/installed';
const STAMP = `${FOLDER}/.stamp`;

/** True where the built product cannot run in this Electron as it is, because its Node has no SQLite. */
export const needsStandIn = (electronVersion: string): boolean => Number(electronVersion.split('.')[0]) < WITH_SQLITE;

/**
 * Electron's entry of the built product, for this Electron: dist/main/electron.js, or where its Node has no SQLite that of a test build of
 * the same sources, whole and in a folder of its own. The product must have been built.
 */
export const installedEntry = async (electronVersion: string): Promise<string> => {
  if (!needsStandIn(electronVersion)) return inRoot('dist/main/electron.js');
  await withLock(inRoot('dist/.installed-lock'), async () => {
    const hash = sourcesHash();
    if (existsSync(inRoot(STAMP)) && readFileSync(inRoot(STAMP), 'utf8') === hash) return;
    rmSync(inRoot(FOLDER), { recursive: true, force: true });
    mkdirSync(inRoot(FOLDER), { recursive: true });
    for (const part of ['package.json', 'assets', 'dist/renderer', 'dist/preload'])
      cpSync(inRoot(part), inRoot(FOLDER, part), { recursive: true });
    const to = `${FOLDER}/dist/main`;
    await bundleMain('warn', { to, target: 'node20', sqlite: 'standIn' });
    copyFonts(to);
    writeFileSync(inRoot(STAMP), hash);
  });
  return inRoot(FOLDER, 'dist/main/electron.js');
};
