import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import Libsql from 'libsql';

/*
 * Stands in for node:sqlite in test builds for an Electron whose Node has none (before 22.5): the calls this program makes, over libsql.
 * What runs on it tests the shell around the store, not the store: that is tested on node:sqlite itself.
 */

type Row = Record<string, SQLOutputValue>;

/** What libsql adds to a row by itself. */
const OWN_COLUMN = '_metadata';

/** As node:sqlite gives them: without a prototype, so that a column's name never meets a method, and bytes as Uint8Array. */
const toRow = (row: unknown): Row => {
  const given = Object.entries(row as Row)
    .filter(([name]) => name !== OWN_COLUMN)
    .map(([name, value]): [string, unknown] => [name, value instanceof ArrayBuffer ? new Uint8Array(value) : value]);
  return Object.assign(Object.create(null) as Row, Object.fromEntries(given)); // an empty row
};

/** In an array of their own: libsql would take one value that is an object, as bytes are, for a list of named ones. */
const bound = (values: readonly SQLInputValue[]): readonly SQLInputValue[][] => [[...values]];

class StatementSync {
  readonly #statement: Libsql.Statement;
  constructor(statement: Libsql.Statement) {
    this.#statement = statement;
  }
  run(...values: readonly SQLInputValue[]) {
    const { changes, lastInsertRowid } = this.#statement.run(...bound(values));
    return { changes, lastInsertRowid };
  }
  get(...values: readonly SQLInputValue[]): Row | undefined {
    const row: unknown = this.#statement.get(...bound(values));
    return row === undefined || row === null ? undefined : toRow(row);
  }
  all(...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#statement.all(...bound(values)).map(toRow);
  }
  *iterate(...values: readonly SQLInputValue[]): Generator<Row> {
    for (const row of this.#statement.iterate(...bound(values))) yield toRow(row);
  }
}

export class DatabaseSync {
  readonly #database: Libsql.Database;
  constructor(path: string, { timeout = 0, readOnly = false } = {}) {
    this.#database = new Libsql(path, { readonly: readOnly, timeout });
  }
  /** Its errors carry SQLite's code as node:sqlite's do: whoever is told that a file is held asks for it. */
  exec(sql: string): void {
    try {
      this.#database.exec(sql);
    } catch (thrown) {
      if (thrown instanceof Libsql.SqliteError) Object.assign(thrown, { errcode: thrown.rawCode });
      throw thrown;
    }
  }
  prepare(sql: string): StatementSync {
    return new StatementSync(this.#database.prepare(sql));
  }
  get isTransaction(): boolean {
    return this.#database.inTransaction;
  }
  close(): void {
    this.#database.close();
  }
}
