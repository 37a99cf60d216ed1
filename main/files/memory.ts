import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's young generation at its first size for a process that runs for months and makes many short-lived objects. Left to
 * itself it grows to three times 16 MiB; measured with 1,000 devices at 1 Hz this costs 40 MiB and saves no time worth naming.
 * Works at run time because V8 reads the factor each time it would grow; `--max-semi-space-size` would have to be set before.
 */
export const keepYoungSpaceSmall = (): void => setFlagsFromString('--semi-space-growth-factor=1');
