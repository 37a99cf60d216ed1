import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import type { Opening } from '../../main/monitoring/store/sqlite/thread.ts';

/** When the thread that writes a store ends, or that its disk has room for so many pages of 4 KiB only. */
export type Fate =
  | { readonly kind: 'throws-at-start' }
  | { readonly kind: 'exits-at-start' }
  /** Just before or just after it runs such a statement on the store's own file. */
  | {
      readonly kind: 'exits';
      readonly when: 'before' | 'after';
      readonly statement: 'BEGIN IMMEDIATE' | 'COMMIT';
    }
  | { readonly kind: 'full'; readonly pages: number };

export type Fated = Opening & { readonly fate: Fate };

/** The thread that writes a store, with a fate of its own. */
const { path, fate } = workerData as Fated; // from the test that starts it

if (fate.kind === 'throws-at-start') throw new Error('cannot start');
if (fate.kind === 'exits-at-start') process.exit(1);

const descriptor = Object.getOwnPropertyDescriptor(DatabaseSync.prototype, 'exec');
const exec = descriptor?.value as (this: DatabaseSync, sql: string) => void; // as its types say
Object.defineProperty(DatabaseSync.prototype, 'exec', {
  ...descriptor,
  value: function execFated(this: DatabaseSync, sql: string): void {
    // Keys have a file of their own, written the same way.
    const isStore = this.location() === path;
    const isMet = fate.kind === 'exits' && isStore && sql === fate.statement;
    if (isMet && fate.when === 'before') process.exit(1);
    if (fate.kind === 'full' && isStore && sql === 'BEGIN IMMEDIATE')
      exec.call(this, `PRAGMA max_page_count = ${fate.pages}`);
    exec.call(this, sql);
    if (isMet && fate.when === 'after') process.exit(1);
  },
});

await import('../../main/monitoring/store/sqlite/worker.ts');
