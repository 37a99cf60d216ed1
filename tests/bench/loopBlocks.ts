/**
 * Loaded into a process before its own code (`node --import`): writes how long its event loop was blocked at most, ms, into the file
 * JIKIM_BENCH_BLOCKS whenever it gets SIGUSR2, and begins anew.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const EVERY_MS = 2;
const file = process.env['JIKIM_BENCH_BLOCKS'];

if (file !== undefined && isMainThread) {
  const looks = monitorEventLoopDelay({ resolution: EVERY_MS });
  looks.enable();
  process.on('SIGUSR2', () => {
    writeFileSync(`${file}.new`, JSON.stringify(Math.max(0, looks.max / 1e6 - EVERY_MS)));
    renameSync(`${file}.new`, file); // whole when it is there
    looks.reset();
  });
}
