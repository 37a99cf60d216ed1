import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { SignedHead } from '../../../../shared/domain/log.ts';
import { canonical } from '../../../evidence/canonical.ts';
import type { RecordReads } from '../../ports/record.ts';

/** Signed heads of the log, by size. Triggers refuse every change to what stands there. */
type HeadStore = RecordReads['heads'] & { readonly insert: (heads: readonly SignedHead[]) => void };

const readable = (text: string): SignedHead | null => {
  try {
    return SignedHead.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
};

/** @throws Error that names the head which cannot be read. */
const toHead = (row: Readonly<Record<string, SQLOutputValue>>): SignedHead => {
  const signed = readable(String(row['signed']));
  if (signed === null || signed.head.size !== row['size']) {
    throw new Error(`the log's head at entry ${String(row['size'])} cannot be read`);
  }
  return signed;
};

export const createHeadStore = (db: DatabaseSync): HeadStore => {
  const insert = db.prepare('INSERT INTO heads VALUES (?, ?)');
  const select = db.prepare('SELECT * FROM heads ORDER BY size');
  const last = db.prepare('SELECT * FROM heads ORDER BY size DESC LIMIT 1');
  return {
    insert: (heads) => {
      for (const signed of heads) insert.run(signed.head.size, canonical(signed));
    },
    all: () => select.all().map(toHead),
    last: () => {
      const row = last.get();
      return row === undefined ? null : toHead(row);
    },
  };
};
