import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** SQLite's result code for a file that another connection holds. */
const BUSY = 5;

/**
 * Holds a console's folder, so that no second console sends what waits in the same outbox or writes to the same journal. The operating
 * system drops the lock with the process: a console that was killed leaves nothing to clean up.
 * @returns what gives the folder back; null where another console holds it.
 * @throws what SQLite throws where the lock cannot be had for another reason.
 */
export const tryLockConsoleFolder = (folder: string): (() => void) | null => {
  const lock = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return () => lock.close();
  } catch (thrown) {
    lock.close();
    if (thrown instanceof Error && 'errcode' in thrown && thrown.errcode === BUSY) return null;
    throw thrown;
  }
};
