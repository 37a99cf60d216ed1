import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail } from '../files/fail.ts';

const NEEDED = ['dist/renderer/index.html', 'dist/main/electron.js', 'dist/preload/preload.cjs'] as const;

/** Makes sure that the page is built: a checkout that was never built is built now; anything else cannot start. */
export const ensureBuilt = (root: string): void => {
  const missing = (): boolean => NEEDED.some((file) => !existsSync(join(root, file)));
  if (!missing()) return;
  const tool = join(root, 'tools', 'build.ts');
  if (existsSync(tool)) spawnSync(process.execPath, [tool], { stdio: 'inherit', cwd: root });
  if (missing()) fail('the renderer is not built: run `npm run build`');
};
