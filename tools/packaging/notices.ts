import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LICENCES } from '../bundle.ts';
import { inRoot } from '../root.ts';

/** A package that is shipped, as Vite lists it for a bundle: its licence's SPDX identifier and the text of its licence file. */
const Shipped = z.object({
  name: z.string(),
  version: z.string(),
  identifier: z.string().optional(),
  text: z.string().optional(),
});
export type Shipped = z.infer<typeof Shipped>;

/** Shipped as files, so no bundle names them. */
const TYPEFACES = [
  { name: '@expo-google-fonts/noto-sans-kr', file: 'LICENSE_FONT' },
  { name: '@fontsource/noto-sans-kr', file: 'LICENSE' },
] as const;

const Manifest = z.object({ version: z.string() });

const typefaces = (): readonly Shipped[] =>
  TYPEFACES.map(({ name, file }) => {
    const folder = inRoot('node_modules', name);
    const { version } = Manifest.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
    return { name, version, identifier: 'OFL-1.1', text: readFileSync(join(folder, file), 'utf8').trim() };
  });

const keyOf = ({ name, version }: Shipped): string => `${name} ${version}`;

/**
 * Every package of others that is in these bundles or beside them, by name.
 * @param folders of the bundles, inside the checkout.
 */
export const shippedPackages = (folders: readonly string[]): readonly Shipped[] => {
  const bundled = folders.flatMap((folder) =>
    z.array(Shipped).parse(JSON.parse(readFileSync(inRoot(folder, LICENCES), 'utf8'))),
  );
  const once = new Map([...bundled, ...typefaces()].map((each) => [keyOf(each), each]));
  return [...once.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};

/** The NOTICE file that Apache's licence wants handed on. */
const noticeOf = (name: string): string => {
  const folder = inRoot('node_modules', name);
  const file = existsSync(folder) ? readdirSync(folder).find((entry) => /^notice/i.test(entry)) : undefined;
  return file === undefined ? '' : `\n\n${readFileSync(join(folder, file), 'utf8').trim()}`;
};

const RULE = '='.repeat(100);

/**
 * Name, version and licence of every package shipped.
 * @throws Error where one states no licence at all.
 */
export const thirdPartyNotices = (packages: readonly Shipped[]): string => {
  const parts = packages.map((each) => {
    const { name, identifier, text } = each;
    if (identifier === undefined && text === undefined) throw new Error(`${name} states no licence`);
    const stated = `It brings no licence file; its package.json states: ${identifier ?? ''}`;
    return `${RULE}\n${keyOf(each)} (${identifier ?? 'its licence follows'})\n\n${text ?? stated}${noticeOf(name)}\n`;
  });
  return [
    'Jikim is under the Apache License 2.0 (LICENSE). It contains the software below, each under its own licence.',
    'Electron, with Chromium and Node.js: see LICENSE.electron.txt and LICENSES.chromium.html, which come with it.',
    `${packages.length} packages.\n`,
    ...parts,
  ].join('\n');
};
