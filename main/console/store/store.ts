import type { DatabaseSync } from 'node:sqlite';
import type { RowSeal } from './seal.ts';

/** An open console database, and what seals its rows. */
export type ConsoleStore = { readonly db: DatabaseSync; readonly seal: RowSeal };

/** Runs `work` as one transaction. */
export const inTransaction = (db: DatabaseSync, work: () => void): void => {
  db.exec('BEGIN IMMEDIATE');
  try {
    work();
    db.exec('COMMIT');
  } catch (error) {
    // A full disk ends the transaction by itself.
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
};

/** Runs `work`, one statement or transaction, so that what it writes has outlived a power cut when this returns. */
export const durably = (db: DatabaseSync, work: () => void): void => {
  db.exec('PRAGMA synchronous = FULL');
  try {
    work();
  } finally {
    db.exec('PRAGMA synchronous = NORMAL');
  }
};
