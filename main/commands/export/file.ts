import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { reasonOf } from '../../files/fail.ts';

/** A new file that waits for its content. */
export type NewFile = {
  /** Writes it, durably, and closes it. The error is one line. */
  readonly write: (bytes: Uint8Array) => Result<null, string>;
  readonly remove: () => void;
};

/** Creates a file that must not be there yet, for its user only: evidence is never written over. The error is a few words. */
export const createFile = (path: string): Result<NewFile, string> => {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch (thrown) {
    return err(`cannot be created: ${reasonOf(thrown)}`);
  }
  return ok({
    write: (bytes) => {
      try {
        writeFileSync(file, bytes);
        fsyncSync(file);
        return ok(null);
      } catch (thrown) {
        return err(`${path}: cannot be written: ${reasonOf(thrown)}`);
      }
    },
    remove: () => {
      closeSync(file);
      rmSync(path, { force: true });
    },
  });
};
