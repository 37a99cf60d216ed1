import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { SQLOutputValue } from 'node:sqlite';
import { err, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';

type Row = Readonly<Record<string, SQLOutputValue>>;
/** What only this console has, by table, as the version of the database had it. */
export type Keepsakes = { readonly version: number; readonly tables: ReadonlyMap<string, readonly Row[]> };

/** The record is the server's and is fetched again; everything else on this disk is nowhere else. */
export const FETCHED_AGAIN: readonly string[] = ['entry'];

const tablesOf = (db: DatabaseSync, without: readonly string[]): readonly string[] =>
  db
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => String(name))
    .filter((name) => !without.includes(name));

/**
 * Reads what only this console has out of a database, all of it or nothing, `without` the tables named. A sound table in a damaged file is
 * told by the library's own check of it.
 */
export const readKeepsakes = (path: string, without: readonly string[]): Result<Keepsakes, string> => {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path);
    const tables = new Map<string, readonly Row[]>();
    for (const table of tablesOf(db, without)) {
      const check = db.prepare(`PRAGMA integrity_check("${table}")`).get()?.['integrity_check'];
      if (check !== 'ok') return err(`it is damaged, and its ${table} cannot be read`);
      tables.set(table, db.prepare(`SELECT * FROM "${table}"`).all());
    }
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
    // Without its list of tables a file seems to hold nothing.
    const isWhole = ['outbox', 'meta'].every((table) => tables.has(table) || without.includes(table));
    return isWhole ? ok({ version, tables }) : err('it is damaged, and its outbox cannot be found');
  } catch {
    return err('it is damaged, and its outbox cannot be read');
  } finally {
    db?.close();
  }
};

/** Puts them into a database that has just been made, in one transaction of the caller. */
export const writeKeepsakes = (db: DatabaseSync, { tables }: Keepsakes): void => {
  for (const [table, rows] of tables) {
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

/** The first of `base-1`, `base-2` … that no file has. */
export const freeName = (base: string): string => {
  let n = 1;
  while (existsSync(`${base}-${n}`)) n += 1;
  return `${base}-${n}`;
};

/** Puts a fresh, closed database in the place of another, of which a copy stays beside it under the first name that is free. */
export const putInPlace = (fresh: string, path: string, why: 'damaged' | 'locked'): void => {
  const aside = freeName(`${path}.${why}`);
  for (const part of PARTS) {
    if (existsSync(`${path}${part}`)) copyFileSync(`${path}${part}`, `${aside}${part}`);
  }
  // The log of the old one must not be taken for the fresh one's.
  for (const part of ['-wal', '-shm']) rmSync(`${path}${part}`, { force: true });
  renameSync(fresh, path);
};
