import type { DatabaseSync } from 'node:sqlite';

/** How long a write waits for another program that holds the file: everything else of the server waits with it. */
const WAIT_MS = 20;
/** For so long after that nothing waits again, whatever is to be written. */
const PAUSE_MS = 200;

const SQLITE_BUSY = 5;
/** The low byte of an extended code is the code that it extends. */
const isHeld = (thrown: unknown): boolean =>
  thrown instanceof Error &&
  'errcode' in thrown &&
  typeof thrown.errcode === 'number' &&
  (thrown.errcode & 0xff) === SQLITE_BUSY;

/**
 * Writes to a file that another program may hold, a backup or somebody who looks into it. A write that finds it held is refused soon, and
 * those right behind it at once: whoever asked keeps what was to be written and tries again, and alarms, heartbeats and presence go on.
 */
export const createPatientWrites = (db: DatabaseSync, now_ms: () => number = () => performance.now()) => {
  db.exec(`PRAGMA busy_timeout = ${WAIT_MS}`);
  let held: { readonly thrown: unknown; readonly until_ms: number } | null = null;
  return (write: () => void): void => {
    if (held !== null && now_ms() < held.until_ms) throw held.thrown;
    held = null;
    try {
      write();
    } catch (thrown) {
      if (isHeld(thrown)) held = { thrown, until_ms: now_ms() + PAUSE_MS };
      throw thrown;
    }
  };
};
