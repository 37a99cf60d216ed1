import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { EvidenceData } from '../../../shared/protocol/evidence.ts';
import type { Unsigned } from '../../evidence/package/build.ts';
import { projectRoot } from '../../files/root.ts';

/** From source the thread runs the file beside this one; a build has it as an entry of its own. */
const workerFile = (): string => {
  const here = fileURLToPath(import.meta.url);
  return here.endsWith('.ts') ? join(dirname(here), 'worker.ts') : join(projectRoot(), 'dist', 'main', 'evidence.js');
};

/** What the thread is handed. */
export type Making = { readonly data: EvidenceData; readonly longestGap_s: number };

/** Builds everything of a package but its signature, in a thread of its own. @throws where the thread fails. */
export const makePackage = (making: Making): Promise<Unsigned> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), { workerData: making });
    worker.once('message', (made: Unsigned) => resolve(made)); // posted by our own worker
    worker.once('error', reject);
    // Comes after the message where there is one; a promise settles once.
    worker.once('exit', (code) => reject(new Error(`the thread that draws reports ended with ${code}`)));
  });
