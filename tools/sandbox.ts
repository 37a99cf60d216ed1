import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { exec } from './exec.ts';

/** The user that root runs Electron as, because Chromium's sandbox does not run as root: nobody, as every Linux has it. */
const NOBODY = 65_534;

export type Launcher = {
  /** What to start in the binary's place: the binary itself, or a script that first gives up root's rights. */
  readonly program: string;
  /** User who must be able to write the data folder; null when it is the one who runs the tests. */
  readonly uid: number | null;
  /** Why Chromium's own sandbox stays off; null when it is on. */
  readonly unsandboxed: string | null;
};

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

const hasHelper = (binary: string): boolean => {
  try {
    const { uid, mode } = statSync(join(dirname(binary), 'chrome-sandbox'));
    return uid === 0 && (mode & 0o4755) === 0o4755;
  } catch {
    return false;
  }
};

/** How to start Electron with its sandbox on. */
export const launcherFor = async (binary: string, entry: string): Promise<Launcher> => {
  const plain = { program: binary, uid: null };
  if (process.platform !== 'linux') return { ...plain, unsandboxed: null };
  const namespaces = async (): Promise<boolean> => (await exec('unshare', ['--user', 'true'])).code === 0;
  if (process.getuid?.() !== 0) {
    const able = hasHelper(binary) || (await namespaces());
    return { ...plain, unsandboxed: able ? null : 'chrome-sandbox is not root’s with mode 4755' };
  }
  const asNobody = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const readable = `test -x ${quoted(binary)} && test -r ${quoted(entry)}`;
  const seen = await exec('setpriv', [...asNobody.slice(1), 'sh', '-c', readable]);
  if (seen.code !== 0) return { ...plain, unsandboxed: 'tests run as root, and no other user can read this checkout' };
  const program = join(mkdtempSync(join(tmpdir(), 'jikim-launcher-')), 'electron');
  writeFileSync(program, `#!/bin/sh\nexec ${asNobody.join(' ')} ${quoted(binary)} "$@"\n`, { mode: 0o755 });
  await exec('chmod', ['755', dirname(program)]);
  return {
    program,
    uid: NOBODY,
    unsandboxed: hasHelper(binary) ? null : 'chrome-sandbox is not root’s with mode 4755',
  };
};
