import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { exec } from '../exec.ts';
import { inRoot } from '../root.ts';

/** What Electron's binary is linked against or opens by itself, as Debian 12 names it; later releases provide these names too. */
const DEPENDS = [
  'libasound2',
  'libatk-bridge2.0-0',
  'libatk1.0-0',
  'libatspi2.0-0',
  'libc6',
  'libcairo2',
  'libcups2',
  'libdbus-1-3',
  'libdrm2',
  'libexpat1',
  'libgcc-s1',
  'libgbm1',
  'libglib2.0-0',
  'libgtk-3-0',
  'libnspr4',
  'libnss3',
  'libpango-1.0-0',
  'libudev1',
  'libx11-6',
  'libxcb1',
  'libxcomposite1',
  'libxdamage1',
  'libxext6',
  'libxfixes3',
  'libxkbcommon0',
  'libxrandr2',
] as const;
/** The keyring that seals what is kept, and native notifications. */
const RECOMMENDS = ['libsecret-1-0', 'libnotify4'] as const;

const ARCHITECTURE: Readonly<Partial<Record<NodeJS.Architecture, string>>> = { x64: 'amd64', arm64: 'arm64' };

const DESKTOP_ENTRY = `[Desktop Entry]
Type=Application
Name=Jikim
Name[ko]=지킴
Comment=Dispatch console of the 112 emergency line
Comment[ko]=112 관제 콘솔
Exec=/usr/bin/jikim
Icon=jikim
Terminal=false
StartupWMClass=Jikim
Categories=Utility;
`;

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

type DebOptions = {
  /** The unpacked application, inside the checkout. */
  readonly unpacked: string;
  /** Folder for the package, inside the checkout. */
  readonly to: string;
  readonly version: string;
  /** Quick for a trial, small for what is shipped. */
  readonly compression: 'none' | 'xz';
};

/**
 * Puts the unpacked application into a Debian package: the same files under /usr/lib/jikim, a link in /usr/bin, a desktop entry, icons.
 * It has no script that runs at installation: there is nothing to do but to lay down files.
 * @returns the package's path inside the checkout.
 * @throws Error with dpkg-deb's reason.
 */
export const buildDeb = async ({ unpacked, to, version, compression }: DebOptions): Promise<string> => {
  const architecture = ARCHITECTURE[process.arch];
  if (architecture === undefined) throw new Error(`there is no Debian package for ${process.arch}`);
  const tree = inRoot(to, 'deb');
  rmSync(tree, { recursive: true, force: true });
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), content);
  };
  cpSync(inRoot(unpacked), join(tree, 'usr/lib/jikim'), { recursive: true, verbatimSymlinks: true });
  // Where the system lets nobody make a namespace, Chromium's sandbox needs its helper with root's rights.
  chmodSync(join(tree, 'usr/lib/jikim/chrome-sandbox'), 0o4755);
  mkdirSync(join(tree, 'usr/bin'), { recursive: true });
  symlinkSync('../lib/jikim/jikim', join(tree, 'usr/bin/jikim'));
  write('usr/share/applications/jikim.desktop', DESKTOP_ENTRY);
  for (const icon of readdirSync(inRoot('assets/icons')).filter((name) => name.endsWith('.png')))
    if (!icon.startsWith('1024'))
      cpSync(
        inRoot('assets/icons', icon),
        join(tree, 'usr/share/icons/hicolor', icon.replace('.png', ''), 'apps/jikim.png'),
      );
  write('usr/share/doc/jikim/copyright', readFileSync(inRoot('LICENSE'), 'utf8'));

  const files = filesUnder(tree);
  const size_KiB = Math.ceil(files.reduce((sum, file) => sum + statSync(file).size, 0) / 1024);
  const md5 = (file: string): string => createHash('md5').update(readFileSync(file)).digest('hex');
  const sums = files.map((file) => `${md5(file)}  ${file.slice(tree.length + 1)}\n`).join('');
  write('DEBIAN/md5sums', sums); // `dpkg --verify jikim` finds any file that has changed since
  write(
    'DEBIAN/control',
    [
      'Package: jikim',
      `Version: ${version}`,
      `Architecture: ${architecture}`,
      'Maintainer: The Jikim project',
      `Installed-Size: ${size_KiB}`,
      `Depends: ${DEPENDS.join(', ')}`,
      `Recommends: ${RECOMMENDS.join(', ')}`,
      'Section: utils',
      'Priority: optional',
      'Description: dispatch console of the 112 emergency line',
      ' Watches the distance between a person under a court-ordered tracking device and the',
      ' person the order protects, raises an alarm when it breaks the order, and keeps the record.',
      '',
    ].join('\n'),
  );
  const file = `${to}/jikim_${version}_${architecture}.deb`;
  const made = await exec('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', tree, inRoot(file)]);
  rmSync(tree, { recursive: true, force: true });
  if (made.code !== 0) throw new Error(`dpkg-deb: ${made.output.trim().split('\n').at(-1) ?? ''}`);
  return file;
};
