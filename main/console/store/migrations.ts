import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { Command, Refusal } from '../../../shared/domain/incidents/commands.ts';
import { digestOf } from '../../evidence/canonical.ts';
import type { RowSeal } from './seal.ts';

/** What a migration works with: `onMended` hears of what was damaged and is fetched again. */
export type MigrationTools = { readonly seal: RowSeal; readonly onMended: (what: string) => void };

type Migration = (db: DatabaseSync, tools: MigrationTools) => void;

type Row = Readonly<Record<string, SQLOutputValue>>;

/** Up to version 3 commands were plain text beside a digest, which is null in the oldest rows. */
const isSoundCommand = ({ id, operator, command, refusal, digest }: Row): boolean => {
  const text = String(command);
  if (digest !== null && digest !== digestOf(JSON.stringify([id, operator, text]))) return false;
  try {
    const isOwn = Command.parse(JSON.parse(text)).id === id;
    return isOwn && (refusal === null || Refusal.safeParse(JSON.parse(String(refusal))).success);
  } catch {
    return false;
  }
};

/** The first plain entry that is not there, or is none. */
const FIRST_UNSOUND_ENTRY = `
  SELECT n AS first FROM (SELECT seq, json, row_number() OVER (ORDER BY seq) AS n FROM entry)
  WHERE seq <> n OR CASE WHEN json_valid(json) THEN json_extract(json, '$.seq') IS NOT seq ELSE TRUE END
  ORDER BY n LIMIT 1`;

/** Seals what was plain. What is damaged is told before it is sealed: a seal says that a row is as it was written. */
const sealRows: Migration = (db, { seal, onMended }) => {
  db.exec(`
    CREATE TABLE sealed_entry (seq INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
    CREATE TABLE sealed_outbox (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      operator TEXT NOT NULL,
      sealed BLOB NOT NULL,
      refusal BLOB
    ) STRICT;
    CREATE TABLE sealed_disputed_entry (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      moved_at_ms INTEGER NOT NULL,
      seq INTEGER NOT NULL,
      sealed BLOB NOT NULL
    ) STRICT;`);
  const unsound = db.prepare(FIRST_UNSOUND_ENTRY).get()?.['first'];
  if (unsound !== undefined) {
    db.prepare('DELETE FROM entry WHERE seq >= ?').run(unsound);
    onMended(`entries from ${Number(unsound)} on were damaged: they are fetched again`);
  }
  const addEntry = db.prepare('INSERT INTO sealed_entry VALUES (?, ?)');
  for (const { seq, json } of db.prepare('SELECT seq, json FROM entry ORDER BY seq').iterate())
    addEntry.run(Number(seq), seal.close(['entry', Number(seq)], String(json)));
  const addDisputed = db.prepare('INSERT INTO sealed_disputed_entry VALUES (?, ?, ?, ?)');
  for (const { position, moved_at_ms, seq, json } of db.prepare('SELECT * FROM disputed_entry').iterate())
    addDisputed.run(
      Number(position),
      Number(moved_at_ms),
      Number(seq),
      seal.close(['entry', Number(seq)], String(json)),
    );
  const addCommand = db.prepare('INSERT INTO sealed_outbox VALUES (?, ?, ?, ?, ?)');
  for (const row of db.prepare('SELECT * FROM outbox ORDER BY position').all()) {
    const [position, id, operator] = [Number(row['position']), String(row['id']), String(row['operator'])];
    if (!isSoundCommand(row)) throw new Error(`command ${position} in its outbox cannot be read`);
    const refusal = row['refusal'];
    addCommand.run(
      position,
      id,
      operator,
      seal.close(['command', id, operator], String(row['command'])),
      refusal === null || refusal === undefined ? null : seal.close(['refusal', id], String(refusal)),
    );
  }
  for (const table of ['entry', 'outbox', 'disputed_entry'])
    db.exec(`DROP TABLE ${table}; ALTER TABLE sealed_${table} RENAME TO ${table};`);
};

/** Ordered; the database's user_version says how many have been applied. Never edit one that has shipped: append. */
const MIGRATIONS: readonly Migration[] = [
  (db) =>
    db.exec(
      `CREATE TABLE entry (seq INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
       CREATE TABLE outbox (
         position INTEGER PRIMARY KEY AUTOINCREMENT,
         id TEXT NOT NULL UNIQUE,
         operator TEXT NOT NULL,
         command TEXT NOT NULL,
         refusal TEXT
       ) STRICT;
       CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
    ),
  (db) =>
    db.exec(
      `CREATE TABLE log_seen (log_id TEXT PRIMARY KEY, head TEXT NOT NULL, seen_at_ms INTEGER NOT NULL) STRICT;
       CREATE TABLE log_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
       CREATE TABLE log_acceptance (
         position INTEGER PRIMARY KEY AUTOINCREMENT,
         operator TEXT NOT NULL,
         at_ms INTEGER NOT NULL,
         fault TEXT NOT NULL,
         log_id TEXT NOT NULL,
         head TEXT
       ) STRICT;
       CREATE TABLE disputed_entry (
         position INTEGER PRIMARY KEY AUTOINCREMENT,
         moved_at_ms INTEGER NOT NULL,
         seq INTEGER NOT NULL,
         json TEXT NOT NULL
       ) STRICT;`,
    ),
  // Of whose order it is and what it says; null for those of before.
  (db) => db.exec('ALTER TABLE outbox ADD COLUMN digest TEXT;'),
  sealRows,
  (db) =>
    db.exec(
      `CREATE TABLE draft (
         operator TEXT NOT NULL,
         incident TEXT NOT NULL,
         part TEXT NOT NULL,
         sealed BLOB NOT NULL,
         PRIMARY KEY (operator, incident, part)
       ) STRICT;`,
    ),
  (db) =>
    db.exec(
      `CREATE TABLE provisional_lease (
         position INTEGER PRIMARY KEY AUTOINCREMENT,
         lease TEXT NOT NULL,
         operator TEXT NOT NULL,
         sealed BLOB NOT NULL,
         UNIQUE (lease, operator)
       ) STRICT;`,
    ),
];

/** Version whose entries and commands are sealed. */
export const SEALED_VERSION = 4;
export const NEWEST_VERSION = MIGRATIONS.length;

/** Version of a database: how many migrations it has seen. */
export const versionOf = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);

/** Brings a database to a version, each step whole or not at all. @throws where it belongs to a newer program, or a step fails. */
export const migrate = (db: DatabaseSync, tools: MigrationTools, to = NEWEST_VERSION): void => {
  const applied = versionOf(db);
  if (applied > NEWEST_VERSION) throw new Error('written by a newer version of this program');
  for (const [index, step] of MIGRATIONS.entries()) {
    if (index < applied || index >= to) continue;
    db.exec('BEGIN');
    try {
      step(db, tools);
      db.exec(`PRAGMA user_version = ${index + 1}; COMMIT;`);
    } catch (thrown) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw thrown;
    }
  }
};
