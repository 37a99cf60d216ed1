import type { DatabaseSync } from 'node:sqlite';
import type { LogId } from '../../../../../shared/domain/ids.ts';
import type { SignedHead } from '../../../../../shared/domain/log.ts';
import { err, ok } from '../../../../../shared/domain/result.ts';
import type { Result } from '../../../../../shared/domain/result.ts';
import { reasonOf } from '../../../../files/fail.ts';
import { readHistory } from '../../history.ts';
import { createHeadStore } from '../heads.ts';
import { noMark } from '../mark.ts';
import { createRecordStore } from '../record.ts';
import type { Secret } from '../secret.ts';
import { logOf } from '../store.ts';

/** What a copy of a store proves to hold. */
export type Inspected = { readonly logId: LogId; readonly size: number; readonly signedHead: SignedHead | null };

/**
 * Reads the record of a copy as a starting server would: every entry against its leaf, the leaves against the signed heads, the heads
 * against this server's secret. One line that says what does not hold, else what is in it.
 */
export const inspect = (db: DatabaseSync, secret: Secret): Result<Inspected, string> => {
  try {
    const log = logOf(db, secret);
    const source = { record: createRecordStore(db), heads: createHeadStore(db), log, mark: noMark };
    const { tree, head } = readHistory(source, () => undefined);
    return ok({ logId: log.id, size: tree.size(), signedHead: head });
  } catch (thrown) {
    return err(reasonOf(thrown));
  }
};
