import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { EpochMs } from '../../../../shared/domain/ids.ts';
import type { RestoredMark } from '../../ports/commit.ts';

const Mark = z.object({ size: z.int().min(0), backupAt_ms: EpochMs }).readonly();

/** Says that a restore put this store in place and the record does not tell of it yet. */
export type RestoredStore = {
  readonly mark: () => RestoredMark | null;
  readonly set: (mark: RestoredMark) => void;
  readonly clear: () => void;
};

export const createRestoredStore = (db: DatabaseSync): RestoredStore => {
  const select = db.prepare('SELECT size, backup_at FROM restored');
  const insert = db.prepare('INSERT INTO restored VALUES (?, ?)');
  const clear = db.prepare('DELETE FROM restored');
  return {
    mark: () => {
      const row = select.get();
      return row === undefined ? null : Mark.parse({ size: row['size'], backupAt_ms: row['backup_at'] });
    },
    set: ({ size, backupAt_ms }) => {
      clear.run();
      insert.run(size, backupAt_ms);
    },
    clear: () => {
      clear.run();
    },
  };
};
