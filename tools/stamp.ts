import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from './root.ts';

/** Everything a build is made from. Assets count because the renderer imports some of them. */
const SOURCES = [
  'renderer',
  'main',
  'preload',
  'shared',
  'assets',
  'tools',
  'vite.config.ts',
  'electron-builder.yml',
  'package-lock.json',
  'package.json',
] as const;
const STAMP = inRoot('dist', '.stamp');
const OUTPUTS = [
  'dist/renderer/index.html',
  'dist/main/cli.js',
  'dist/main/electron.js',
  'dist/preload/preload.cjs',
] as const;

const filesUnder = (path: string): readonly string[] => {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = join(path, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesUnder(full);
      return entry.isFile() ? [full] : [];
    });
};

/** @returns a hash over the name and content of every source file. */
export const sourcesHash = (): string => {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesUnder(inRoot(source)))) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
};

/** @returns true when dist/ holds a whole build of exactly these sources. */
export const isFresh = (hash: string): boolean =>
  OUTPUTS.every((file) => existsSync(inRoot(file))) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash;

/** Marks dist/ as the build of these sources. Call it last. */
export const writeStamp = (hash: string): void => {
  writeFileSync(STAMP, hash);
};
