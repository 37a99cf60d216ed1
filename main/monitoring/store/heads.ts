import type { DatabaseSync } from 'node:sqlite';
import { SignedHead } from '../../../shared/domain/log.ts';
import { canonical } from '../../evidence/canonical.ts';

/** Signed heads of the log, by size. Triggers refuse every change to what stands there. */
export type HeadStore = {
  readonly insert: (signed: SignedHead) => void;
  /** All of them, smallest first. */
  readonly all: () => readonly SignedHead[];
  readonly last: () => SignedHead | null;
};

const parse = (text: unknown): SignedHead => SignedHead.parse(JSON.parse(String(text)));

export const createHeadStore = (db: DatabaseSync): HeadStore => {
  const insert = db.prepare('INSERT INTO heads VALUES (?, ?)');
  const select = db.prepare('SELECT signed FROM heads ORDER BY size');
  const last = db.prepare('SELECT signed FROM heads ORDER BY size DESC LIMIT 1');
  return {
    insert: (signed) => void insert.run(signed.head.size, canonical(signed)),
    all: () => select.all().map((row) => parse(row['signed'])),
    last: () => {
      const row = last.get();
      return row === undefined ? null : parse(row['signed']);
    },
  };
};
