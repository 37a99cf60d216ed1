import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

type Row = { readonly pid: number; readonly parent: number; readonly command: string };

const rowsFromProc = (): readonly Row[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The name in parentheses may hold spaces; the parent is the second field after it.
        const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent, command }];
      } catch {
        return []; // It ended while we were reading.
      }
    });

const rowsFromPs = (): readonly Row[] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
      return match === null ? [] : [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? '' }];
    });

const rowsNow = (): readonly Row[] => (process.platform === 'linux' ? rowsFromProc() : rowsFromPs());

/** @returns the ids of every process that this one has started, and of what those have. */
export const descendantsOf = (root: number): readonly number[] => {
  const rows = rowsNow();
  const below = (parent: number): readonly number[] =>
    rows.filter((row) => row.parent === parent).flatMap(({ pid }) => [pid, ...below(pid)]);
  return below(root);
};

/** @returns the ids of a process's direct children whose command line holds `words`. */
export const childrenOf = (parent: number, words: string): readonly number[] => {
  const rows = rowsNow();
  return rows.filter((row) => row.parent === parent && row.command.includes(words)).map((row) => row.pid);
};
