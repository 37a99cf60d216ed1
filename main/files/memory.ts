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
