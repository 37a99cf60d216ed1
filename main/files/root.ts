import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from './fail.ts';

const isRoot = (folder: string): boolean => {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === 'jikim';
  } catch {
    return false;
  }
};

/**
 * The project's folder: the nearest ancestor of this file whose package.json is Jikim's. Holds from source and from the
 * bundle alike, which lie at different depths. Ends the process where there is none.
 */
export const projectRoot = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isRoot(folder)) {
    const parent = dirname(folder);
    if (parent === folder) return fail('the installation is incomplete: its package.json was not found');
    folder = parent;
  }
  return folder;
};
