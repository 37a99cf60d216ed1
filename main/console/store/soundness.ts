import type { DatabaseSync } from 'node:sqlite';
import { readOutboxRow } from './outbox.ts';
import type { RowSeal } from './seal.ts';

/**
 * Whether this is the key of what is sealed here. One row that opens says so, since others may be damaged; where nothing is sealed, any
 * key will do.
 */
export const isKeyOf = (db: DatabaseSync, seal: RowSeal): boolean => {
  let isEmpty = true;
  for (const { id, operator, sealed } of db.prepare('SELECT id, operator, sealed FROM outbox').iterate()) {
    if (seal.open(['command', String(id), String(operator)], sealed) !== null) return true;
    isEmpty = false;
  }
  for (const table of ['entry', 'disputed_entry']) {
    for (const { seq, sealed } of db.prepare(`SELECT seq, sealed FROM ${table}`).iterate()) {
      if (seal.open(['entry', Number(seq)], sealed) !== null) return true;
      isEmpty = false;
    }
  }
  return isEmpty;
};

/** Takes away entries from the first on that is missing or was changed, so that they are fetched again. Returns its number, or null. */
export const dropUnsoundEntries = (db: DatabaseSync, seal: RowSeal): number | null => {
  let next = 1;
  let isWhole = true;
  for (const { seq, sealed } of db.prepare('SELECT seq, sealed FROM entry ORDER BY seq').iterate()) {
    isWhole = seq === next && seal.open(['entry', next], sealed) !== null;
    if (!isWhole) break;
    next += 1;
  }
  if (isWhole) return null;
  db.prepare('DELETE FROM entry WHERE seq >= ?').run(next);
  return next;
};

/** Number of the first command in the outbox that is not what was put there; null where all are. */
export const unreadableCommand = (db: DatabaseSync, seal: RowSeal): number | null => {
  for (const row of db.prepare('SELECT * FROM outbox ORDER BY position').all()) {
    try {
      if (readOutboxRow(seal, row).command.id !== row['id']) return Number(row['position']);
    } catch {
      return Number(row['position']);
    }
  }
  return null;
};
