import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { DatabaseSync as StandIn } from '../../../tools/standIns/sqlite.ts';

/** What the installed tests run on where Electron's Node has no SQLite: it must answer as node:sqlite itself does. */
const exercise = (db: Pick<DatabaseSync, 'exec' | 'prepare' | 'isTransaction' | 'close'>): unknown => {
  db.exec('CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB, text TEXT, number REAL) STRICT;');
  const insert = db.prepare('INSERT INTO t (bytes, text, number) VALUES (?, ?, ?)');
  const answers: unknown[] = [
    insert.run(new Uint8Array([0, 255, 7]), '가', 0.5),
    insert.run(null, '', -1),
    db.prepare('INSERT INTO t (bytes) VALUES (?)').run(new Uint8Array([9, 9, 1, 2]).subarray(2)),
    db.prepare('SELECT * FROM t ORDER BY id').all(),
    [...db.prepare('SELECT id, bytes FROM t WHERE id > ? ORDER BY id').iterate(1)],
    db.prepare('SELECT text FROM t WHERE id = ?').get(1),
    db.prepare('SELECT text FROM t WHERE id = ?').get(99),
    db.prepare('SELECT count(*) AS n FROM t WHERE bytes = ?').get(new Uint8Array([1, 2])),
  ];
  db.exec('BEGIN');
  const during = db.isTransaction;
  db.exec('ROLLBACK');
  answers.push(during, db.isTransaction);
  db.close();
  return answers;
};

test('the stand-in answers as node:sqlite does, bytes and absent rows included', () => {
  const expected = exercise(new DatabaseSync(':memory:'));
  // The double has the calls this program makes, not the whole class.
  expect(exercise(new StandIn(':memory:') as unknown as DatabaseSync)).toEqual(expected);
});

test('the stand-in tells why it refuses as node:sqlite does', () => {
  const refusal = (db: Pick<DatabaseSync, 'exec'>): unknown => {
    try {
      db.exec('BEGIN; BEGIN');
      return null;
    } catch (thrown) {
      return thrown instanceof Error && 'errcode' in thrown ? thrown.errcode : thrown;
    }
  };
  expect(refusal(new StandIn(':memory:'))).toBe(refusal(new DatabaseSync(':memory:')));
});
