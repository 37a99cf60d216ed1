import type { DatabaseSync } from 'node:sqlite';
import { SetAside } from '../../../shared/api/store.ts';

/** Reads a value of this console, making it once where there is none yet. */
export const metaValue = (db: DatabaseSync, name: string, make: () => string): string => {
  const row = db.prepare('SELECT value FROM meta WHERE name = ?').get(name);
  if (row !== undefined) return String(row['value']);
  const value = make();
  db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)').run(name, value);
  return value;
};

/** Keeps, until somebody has seen it, that what was here did not open and was put aside. */
export const noteSetAside = (db: DatabaseSync, note: SetAside | null): void => {
  if (note === null) db.exec("DELETE FROM meta WHERE name = 'setAside'");
  else db.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('setAside', ?)").run(JSON.stringify(note));
};

export const notedSetAside = (db: DatabaseSync): SetAside | null => {
  const row = db.prepare("SELECT value FROM meta WHERE name = 'setAside'").get();
  return row === undefined ? null : SetAside.parse(JSON.parse(String(row['value'])));
};
