import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type Usage = { readonly cpu_s: number; readonly rss_MB: number };

const TICKS_PER_S =
  process.platform === 'linux' ? Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) : 0;

/**
 * CPU time a process has used so far and the memory it holds now (proc_pid_stat(5), proc_pid_status(5)).
 * @throws Error where there is no /proc, or the process has ended.
 */
export const usageOf = (pid: number): Usage => {
  if (process.platform !== 'linux') throw new Error('the load of a process is read from /proc, which only Linux has');
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The fields after the name in parentheses: utime is the 12th of them, stime the 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const rss = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return {
    cpu_s: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S,
    rss_MB: (Number(rss) * 1024) / 1e6,
  };
};
