import { DatabaseSync } from 'node:sqlite';

/** Single durable inserts into a table of one text: WAL, `synchronous = FULL`, as the product's store has them. */
export const openInserts = (file: string): ((text: string) => void) => {
  const db = new DatabaseSync(file);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT)',
  );
  const insert = db.prepare('INSERT INTO line (text) VALUES (?)');
  return (text) => void insert.run(text);
};

/** Single durable inserts a second of a text this long, nothing else being done. */
export const insertsPerSecond = (file: string, text: string, seconds: number): number => {
  const insert = openInserts(file);
  const started = performance.now();
  let count = 0;
  while (performance.now() - started < seconds * 1000) {
    insert(text);
    count += 1;
  }
  return count / ((performance.now() - started) / 1000);
};
