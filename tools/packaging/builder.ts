import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Arch, build } from 'electron-builder';
import type { AfterPackContext, Configuration } from 'electron-builder';
import type { FoundElectron } from '../electron.ts';
import { inRoot } from '../root.ts';
import { needsStandIn, STAND_IN_PACKAGES, stageApp } from './app.ts';
import { setFuses } from './fuses.ts';
import { shippedPackages, thirdPartyNotices } from './notices.ts';
import { billOfMaterials } from './sbom.ts';

export type PackageOptions = {
  /** Folder inside the checkout; what it held is removed. */
  readonly to: string;
  readonly electron: FoundElectron;
  /** False where this Electron is not the one that is shipped: then its own files are taken as they are found. */
  readonly isShipped: boolean;
  readonly testBuild: boolean;
  /** Installers too, as electron-builder.yml lists them for this system; they need what electron-builder downloads. */
  readonly installers: boolean;
};

/** The unpacked application; paths inside the checkout. */
export type Unpacked = { readonly folder: string; /** Folder of its archive and papers. */ readonly resources: string };

const unpackedIn = (to: string): Unpacked => {
  const found = readdirSync(inRoot(to)).find((name) => /unpacked$|^mac(-arm64)?$/.test(name));
  if (found === undefined) throw new Error(`electron-builder left no unpacked application in ${to}`);
  const folder = join(to, found);
  return { folder, resources: join(folder, found.startsWith('mac') ? 'Jikim.app/Contents/Resources' : 'resources') };
};

const finish = async ({ appOutDir, packager, electronPlatformName, arch }: AfterPackContext): Promise<void> => {
  const isMac = electronPlatformName === 'darwin';
  const file = packager.appInfo.productFilename;
  const named = { linux: 'jikim', win32: `${file}.exe`, darwin: `${file}.app` };
  const binary = join(appOutDir, isMac ? named.darwin : electronPlatformName === 'win32' ? named.win32 : named.linux);
  const resources = isMac ? join(binary, 'Contents', 'Resources') : join(appOutDir, 'resources');
  // What a plain Electron runs when it is given a file; here nothing but the archive is run.
  for (const name of ['default_app.asar', 'app']) rmSync(join(resources, name), { recursive: true, force: true });
  if (!isMac) rmSync(join(appOutDir, 'version'), { force: true });
  await setFuses(binary, isMac && arch === Arch.arm64);
};

/**
 * Packages the built product: stages it, lists what is in it, lets electron-builder put it together.
 * @throws Error with electron-builder's reason.
 */
export const buildPackage = async (options: PackageOptions): Promise<Unpacked> => {
  const { to, electron, testBuild } = options;
  rmSync(inRoot(to), { recursive: true, force: true });
  const app = `${to}/app`;
  await stageApp(app, { electronVersion: electron.version, testBuild });

  const papers = inRoot(to, 'papers');
  mkdirSync(papers);
  const shipped = shippedPackages(['dist/main', 'dist/preload', 'dist/renderer']);
  writeFileSync(join(papers, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(shipped));
  writeFileSync(join(papers, 'sbom.cdx.json'), await billOfMaterials(shipped, electron.version));
  cpSync(inRoot('LICENSE'), join(papers, 'LICENSE'));

  const standIn = needsStandIn(electron.version)
    ? STAND_IN_PACKAGES.map((name) => ({ from: `node_modules/${name}`, to: `node_modules/${name}` }))
    : [];
  const found: Configuration = { electronVersion: electron.version, electronDist: dirname(electron.binary) };
  await build({
    projectDir: inRoot(),
    dir: !options.installers,
    publish: 'never',
    config: {
      extends: inRoot('electron-builder.yml'),
      directories: { output: to, app, buildResources: 'assets/icons' },
      extraResources: [{ from: `${to}/papers`, to: '.' }, ...standIn],
      // Asked before it looks for dependencies to rebuild and to pack: the bundles carry theirs.
      beforeBuild: () => Promise.resolve(false),
      afterPack: finish,
      ...(options.isShipped ? {} : found),
    },
  });
  const unpacked = unpackedIn(to);
  const sandbox = inRoot(unpacked.folder, 'chrome-sandbox');
  // Chromium's helper must be root's and run as root; nobody else can make it so.
  if (process.platform === 'linux' && process.getuid?.() === 0 && statSync(sandbox).uid === 0)
    chmodSync(sandbox, 0o4755);
  return unpacked;
};
