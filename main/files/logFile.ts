import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LIMIT_BYTES = 5 * 1024 * 1024;
/** The one that is written and as many before it: 20 MB at most. */
const OLDER_FILES = 3;

/** Where the console's log lies in a data folder. */
export const logFileIn = (dataDir: string): string => join(dataDir, 'logs', 'console.log');

const sizeOf = (file: string): number => {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
};

/** A log that can be looked into afterwards, where no terminal shows it. */
export type LogFile = { readonly path: string; readonly write: (line: string) => void };

/**
 * Appends lines to a file of this user's (mode 0600). A full one is put aside as `.1`, the one before as `.2` …; the oldest goes. Nothing is
 * thrown: a disk that takes no more must not stop the console, and says so on the screen already.
 */
export const openLogFile = (path: string): LogFile => {
  let size = sizeOf(path);
  const rotate = (): void => {
    for (let age = OLDER_FILES; age > 0; age -= 1) {
      const from = age === 1 ? path : `${path}.${age - 1}`;
      if (sizeOf(from) > 0) renameSync(from, `${path}.${age}`);
    }
    size = 0;
  };
  return {
    path,
    write: (line) => {
      const text = line.endsWith('\n') ? line : `${line}\n`;
      try {
        if (size === 0) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        if (size + text.length > LIMIT_BYTES) rotate();
        appendFileSync(path, text, { mode: 0o600 });
        size += Buffer.byteLength(text);
      } catch {
        // As said above.
      }
    },
  };
};
