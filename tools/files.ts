import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inRoot, ROOT } from './root.ts';

/**
 * The files of the project, relative to its root: tracked and new ones, without what git ignores.
 * @throws Error when the project isn't a git checkout.
 */
export const projectFiles = (pattern: RegExp): readonly string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
    .split('\0')
    .filter((file) => file !== '' && pattern.test(file) && existsSync(inRoot(file)));
