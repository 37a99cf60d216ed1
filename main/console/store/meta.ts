import type { DatabaseSync } from 'node:sqlite';

/** Reads a value of this console, making it once where there is none yet. */
export const metaValue = (db: DatabaseSync, name: string, make: () => string): string => {
  const row = db.prepare('SELECT value FROM meta WHERE name = ?').get(name);
  if (row !== undefined) return String(row['value']);
  const value = make();
  db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)').run(name, value);
  return value;
};
