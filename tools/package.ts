import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { reasonOf } from '../main/files/fail.ts';
import { findElectron, shippedElectron, versionLine } from './electron.ts';
import type { FoundElectron } from './electron.ts';
import { withLock } from './lock.ts';
import { onPath } from './onPath.ts';
import { needsStandIn } from './packaging/app.ts';
import { buildPackage } from './packaging/builder.ts';
import { buildDeb } from './packaging/deb.ts';
import { inRoot } from './root.ts';
import { sourcesHash } from './stamp.ts';

/*
 * `npm run package`: packages the built product with the Electron that can be had here. With the one that is shipped it makes what
 * electron-builder.yml lists for this system; with another one a trial that shows that the packaging works, and is not for use.
 */

const { values } = parseArgs({
  options: {
    /** Folder inside the checkout. */
    to: { type: 'string', default: 'out' },
    /** For tests only: a package whose debugger may be opened. */
    'test-build': { type: 'boolean', default: false },
    /** Only if the package there is of other sources. */
    'if-stale': { type: 'boolean', default: false },
  },
});

/** Held: what is ours, beside Electron's own files. */
const LIMIT_MB = 25;

const Manifest = z.object({ version: z.string() });

const say = (line: string): void => void process.stdout.write(`package: ${line}\n`);

/** What is ours beside Electron's own files: the archive and the papers, without what stands in for SQLite. */
const ownSize_MB = (resources: string): number => {
  const ours = readdirSync(inRoot(resources), { withFileTypes: true }).filter((entry) => entry.isFile());
  return ours.reduce((sum, { name }) => sum + statSync(inRoot(resources, name)).size, 0) / 1e6;
};

const packageAll = async (electron: FoundElectron): Promise<void> => {
  const { to, 'test-build': testBuild } = values;
  const shipped = shippedElectron();
  const isShipped = electron.version === shipped && !process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  say(versionLine(electron.version, shipped));
  if (electron.version !== shipped)
    say('so this is a trial of the packaging and not for use; no installers but the deb');
  if (needsStandIn(electron.version))
    say('its Node has no SQLite; something stands in for it, in resources/node_modules');
  if (testBuild) say('a test build: its debugger can be opened; never hand it to anybody');
  const installers = isShipped && !testBuild;
  const { folder, resources } = await buildPackage({ to, electron, isShipped, testBuild, installers });
  const size_MB = ownSize_MB(resources);
  say(`${folder}: ${size_MB.toFixed(1)} MB without Electron (at most ${LIMIT_MB})`);
  if (size_MB > LIMIT_MB) throw new Error(`it is larger than ${LIMIT_MB} MB`);
  if (process.platform !== 'linux' || testBuild) return; // nobody installs a test build
  if (onPath('dpkg-deb') === undefined) say('there is no dpkg-deb here: no deb');
  else {
    const { version } = Manifest.parse(JSON.parse(readFileSync(inRoot('package.json'), 'utf8')));
    say(await buildDeb({ unpacked: folder, to, version, compression: isShipped ? 'xz' : 'none' }));
  }
};

const found = await findElectron((line) => void process.stdout.write(`${line}\n`));
if (!found.ok) {
  say(`there is no Electron to package: ${found.error}`);
  process.exitCode = 1;
} else {
  const stamp = inRoot(values.to, '.stamp');
  try {
    await withLock(inRoot(`${values.to}.lock`), async () => {
      const hash = `${sourcesHash()} ${found.value.version}`;
      if (values['if-stale'] && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
      await packageAll(found.value);
      writeFileSync(stamp, hash);
    });
  } catch (error) {
    say(`not done: ${reasonOf(error)}`);
    process.exitCode = 1;
  }
}
