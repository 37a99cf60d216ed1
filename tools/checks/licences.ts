import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { inRoot } from '../root.ts';
import type { Problems } from './verdict.ts';

/** May be shipped inside the product. */
const SHIPPED = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'OFL-1.1',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Zlib',
]);
/** May be used to build and test it, never shipped. */
const TOOLS_ONLY = new Set([...SHIPPED, 'MPL-2.0', 'CC-BY-3.0', 'CC-BY-4.0', 'Python-2.0', 'WTFPL']);

/** Every exception is written out with its reason, and fails once the package is gone. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'mapbox-gl':
    'Terms of Mapbox: usable only with a Mapbox account. Loaded on demand, and only where the deployment sets a token; maplibre-gl is the default.',
  'png-js': 'MIT in its LICENSE file; its package.json states none.',
  'xmlhttprequest-ssl':
    'MIT in its LICENSE file; its package.json uses the old "licenses" field, which npm does not read.',
};

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      license: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
});

/** @returns true when an SPDX expression of AND, OR and flat parentheses is met by the allowed licences. */
export const isAllowed = (expression: string, allowed: ReadonlySet<string>): boolean =>
  expression
    .replace(/[()]/g, '')
    .split(' AND ')
    .every((part) => part.split(' OR ').some((licence) => allowed.has(licence.trim())));

/** @param lock a parsed package-lock.json. */
export const judgeLicences = (lock: unknown): Problems => {
  const packages = Object.entries(Lock.parse(lock).packages).filter(([path]) => path !== '');
  const names = packages.map(([path]) => path.replace(/^.*node_modules\//, ''));
  const stale = Object.keys(EXCEPTIONS).filter((name) => !names.includes(name));
  return [
    ...packages.flatMap(([path, { license, dev, devOptional }], index) => {
      if (Object.hasOwn(EXCEPTIONS, names[index] ?? '')) return [];
      const allowed = dev === true || devOptional === true ? TOOLS_ONLY : SHIPPED;
      if (license !== undefined && isAllowed(license, allowed)) return [];
      return [
        `${path}: licence ${license ?? 'not stated'} is not on the list for ${allowed === SHIPPED ? 'the product' : 'tools'}`,
      ];
    }),
    ...stale.map((name) => `${name}: the exception is no longer needed`),
  ];
};

/** Every dependency in the lock file, of every platform, has a licence this product can live with. */
export const checkLicences = (): Problems =>
  judgeLicences(JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')));
