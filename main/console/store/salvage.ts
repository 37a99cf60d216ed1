import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { SQLOutputValue } from 'node:sqlite';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';

/** The record is the server's and is fetched again; everything else on this disk is nowhere else. */
const FETCHED_AGAIN = 'entry';

type Row = Readonly<Record<string, SQLOutputValue>>;
/** Rows of every table that only this console has, by table. */
export type Keepsakes = ReadonlyMap<string, readonly Row[]>;

const tablesOf = (db: DatabaseSync): readonly string[] =>
  db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => String(name))
    .filter((name) => name !== FETCHED_AGAIN);

/**
 * Reads what only this console has out of a damaged database, all of it or nothing. A sound table in a damaged file is told by the
 * library's own check of it.
 */
export const readKeepsakes = (path: string): Result<Keepsakes, string> => {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path);
    const kept = new Map<string, readonly Row[]>();
    for (const table of tablesOf(db)) {
      const check = db.prepare(`PRAGMA integrity_check("${table}")`).get()?.['integrity_check'];
      if (check !== 'ok') return err(`it is damaged, and its ${table} cannot be read`);
      kept.set(table, db.prepare(`SELECT * FROM "${table}"`).all());
    }
    // Without its list of tables a file seems to hold nothing.
    return kept.has('outbox') && kept.has('meta') ? ok(kept) : err('it is damaged, and its outbox cannot be found');
  } catch {
    return err('it is damaged, and its outbox cannot be read');
  } finally {
    db?.close();
  }
};

/** Puts them into a database that has just been made, in one transaction of the caller. */
export const writeKeepsakes = (db: DatabaseSync, kept: Keepsakes): void => {
  for (const [table, rows] of kept) {
    for (const row of rows) {
      const columns = Object.keys(row);
      const names = columns.map((name) => `"${name}"`).join();
      db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join()})`).run(
        ...Object.values(row),
      );
    }
  }
};

const PARTS = ['', '-wal', '-shm'] as const;

export const removeDatabase = (path: string): void => {
  for (const part of PARTS) rmSync(`${path}${part}`, { force: true });
};

/** Puts a fresh, closed database in the place of a damaged one, of which a copy stays beside it under the first name that is free. */
export const putInPlace = (fresh: string, path: string): void => {
  let n = 1;
  while (existsSync(`${path}.damaged-${n}`)) n += 1;
  for (const part of PARTS) {
    if (existsSync(`${path}${part}`)) copyFileSync(`${path}${part}`, `${path}.damaged-${n}${part}`);
  }
  // The log of the damaged one must not be taken for the fresh one's.
  for (const part of ['-wal', '-shm']) rmSync(`${path}${part}`, { force: true });
  renameSync(fresh, path);
};
