import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { readOutboxRow } from './outbox.ts';
import type { RowSeal } from './seal.ts';

type Row = Readonly<Record<string, SQLOutputValue>>;

/** Rows that are tried of each table before a key is called another: more than one page of the file holds, so that damage is not enough. */
const TRIED_ROWS = 100;

/** Whether this is the key of what is sealed here: one row that opens says so. Where nothing is sealed, any key will do. */
export const isKeyOf = (db: DatabaseSync, seal: RowSeal): boolean => {
  const firstOf = (table: string): readonly Row[] => db.prepare(`SELECT * FROM ${table} LIMIT ${TRIED_ROWS}`).all();
  const opened = [
    ...firstOf('outbox').map(({ id, operator, sealed }) =>
      seal.open(['command', String(id), String(operator)], sealed),
    ),
    ...['entry', 'disputed_entry'].flatMap(firstOf).map(({ seq, sealed }) => seal.open(['entry', Number(seq)], sealed)),
    ...firstOf('draft').map(({ operator, incident, part, sealed }) =>
      seal.open(['draft', String(operator), String(incident), String(part)], sealed),
    ),
    ...firstOf('provisional_lease').map(({ operator, lease, sealed }) =>
      seal.open(['provisional-lease', String(operator), String(lease)], sealed),
    ),
  ];
  return opened.length === 0 || opened.some((text) => text !== null);
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
