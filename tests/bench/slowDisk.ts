/**
 * Loaded into a process before its own code (`node --import`), and by Node into each of its threads: every COMMIT takes JIKIM_BENCH_SYNC_MS
 * longer, as on a slower disk. The thread that committed is held, as it is while a disk syncs, and works on nothing meanwhile.
 */
import { DatabaseSync } from 'node:sqlite';

const delay_ms = Number(process.env['JIKIM_BENCH_SYNC_MS'] ?? 0);
const never = new Int32Array(new SharedArrayBuffer(4));

/** Holds this thread for as long as the disk is said to take. */
export const syncSlowly = (): void => {
  if (delay_ms > 0) Atomics.wait(never, 0, 0, delay_ms);
};

// oxlint-disable-next-line typescript/unbound-method -- called on its database again
DatabaseSync.prototype.exec = new Proxy(DatabaseSync.prototype.exec, {
  apply: (exec, database: DatabaseSync, args: [string]) => {
    Reflect.apply(exec, database, args);
    if (args[0] === 'COMMIT') syncSlowly();
  },
});
