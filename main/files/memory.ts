import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's heap close to what is alive, for a process that runs for months and makes many short-lived objects. Measured with
 * 1,000 devices at 1 Hz (`npm run bench -- load`): left to itself, the young generation grows to three times 16 MiB and costs
 * 40 MiB, and the old one waits until it has half as much garbage again, which costs 50 MiB; neither saves time worth naming.
 * Both can be set at run time because V8 reads them each time it would grow; the usual size limits would have to be set before.
 */
export const keepHeapSmall = (): void => {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=15');
};

/**
 * What can only be said before a server's process starts, by whoever starts it. Measured in the same way: the young generation begins with
 * 16 MiB and is no faster for it; glibc keeps a heap for each of Node's threads, and what large requests leave in them is never given back.
 * Together they cost 40 MB. On another C library the variables mean nothing.
 */
export const SERVER_NODE_FLAGS: readonly string[] = ['--max-semi-space-size=2'];
export const SERVER_NODE_ENV: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '65536',
  MALLOC_TRIM_THRESHOLD_: '131072',
};
