import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { dataFolder } from '../server/server.ts';
import { storeOf } from './scene.ts';

/** A folder whose disk can be made to take nothing more, and to take it again. */
export type Disk = {
  readonly path: string;
  /** From now on no process `pid` writes anything here. */
  readonly refuse: (pid: number) => void;
  readonly relent: (pid: number) => void;
  readonly drop: () => void;
};

export type DiskKind = { readonly name: string; readonly open: () => Disk };

const folder = (): string => mkdtempSync(join(tmpdir(), 'jikim-disk-'));
const remove = (path: string): void => rmSync(path, { recursive: true, force: true });
const quiet = { stdio: 'ignore' } as const;

/** Writes until nothing more fits: large pieces first, then small ones. */
const fillUp = (file: string): void => {
  const fd = openSync(file, 'w');
  for (const size of [1 << 20, 4096, 1]) {
    try {
      for (;;) writeSync(fd, Buffer.alloc(size, 1));
    } catch {
      // full for pieces of this size
    }
  }
  closeSync(fd);
};

const SIZE = '16m';

/** A small file system of its own that is filled to the last byte. Needs the right to mount. */
export const full: DiskKind = {
  name: 'a full disk',
  open: () => {
    const path = folder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', path], quiet);
    const filler = join(path, 'filler');
    return {
      path,
      refuse: () => fillUp(filler),
      relent: () => rmSync(filler),
      drop: () => {
        execFileSync('umount', ['-l', path], quiet);
        remove(path);
      },
    };
  },
};

const limit = (pid: number, bytes: string): void => {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`], quiet);
};

/** A disk that reads and does not write, as after an error that makes the system mount it read-only: every write is refused. */
const readOnly: DiskKind = {
  name: 'a disk that takes no writes',
  open: () => {
    const path = folder();
    return {
      path,
      refuse: (pid) => limit(pid, '0'),
      relent: (pid) => limit(pid, 'unlimited'),
      drop: () => remove(path),
    };
  },
};

/** The record's file is held for writing by another program. */
export const held: DiskKind = {
  name: 'a file that another program holds',
  open: (): Disk => {
    const { path, drop } = dataFolder();
    let other: DatabaseSync | null = null;
    return {
      path,
      refuse: () => {
        other = new DatabaseSync(storeOf(path), { timeout: 3000 });
        other.exec('BEGIN IMMEDIATE');
      },
      relent: () => {
        other?.close();
        other = null;
      },
      drop: () => {
        other?.close();
        drop();
      },
    };
  },
};

const works = (attempt: () => void): boolean => {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
};

/** Whether this process may mount a file system of its own. */
export const canMount = (): boolean => works(() => full.open().drop());

/** The kinds of disk that this machine can give; what it cannot is said. */
export const disks = (): readonly DiskKind[] => {
  const kinds: DiskKind[] = [];
  if (canMount()) kinds.push(full);
  else
    console.info('no right to mount a small file system here: a full disk is tried only as one that takes no writes');
  if (works(() => limit(process.pid, 'unlimited'))) kinds.push(readOnly);
  else console.info('prlimit is not there: a disk that takes no writes is not tried');
  return kinds;
};
