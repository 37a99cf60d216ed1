/**
 * Loaded into the product's processes before their own code (`node --import`): notes when each stage of an alert's way was reached, and
 * writes it to a file of its own in the folder JIKIM_BENCH_MARKS when the process ends.
 */
import { subscribe } from 'node:diagnostics_channel';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { STAGES, type Reached } from '../../../main/files/stages.ts';
import type { Mark } from './stages.ts';
import { preciseNow } from './plan.ts';

const folder = process.env['JIKIM_BENCH_MARKS'];
const marks: Mark[] = [];

if (folder !== undefined && isMainThread) {
  subscribe(STAGES, (message) => {
    const { stage, of } = message as Reached; // published by main/files/stages.ts, of this very process
    marks.push([stage, of, preciseNow()]);
  });
  process.once('exit', () => {
    if (marks.length > 0) writeFileSync(join(folder, `${process.pid}.json`), JSON.stringify(marks));
  });
}
