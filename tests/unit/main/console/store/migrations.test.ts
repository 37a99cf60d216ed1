import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createJournal } from '../../../../../main/console/store/journal.ts';
import { metaValue } from '../../../../../main/console/store/meta.ts';
import { createOutboxStore } from '../../../../../main/console/store/outbox.ts';
import { digestOf } from '../../../../../main/evidence/canonical.ts';
import { CommandId, IncidentId, OperatorId } from '../../../../../shared/domain/ids.ts';
import type { Refusal } from '../../../../../shared/domain/incidents/commands.ts';
import { aRowSeal, openedStore } from '../../../../builders/consoleStore.ts';
import { anEntry } from '../../../../builders/storedEntries.ts';

/** Schemas as each version left them: never edited, one more for each migration that is added. */
const VERSIONS = [
  `CREATE TABLE entry (seq INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT;
   CREATE TABLE outbox (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     operator TEXT NOT NULL,
     command TEXT NOT NULL,
     refusal TEXT
   ) STRICT;
   CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
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
  `ALTER TABLE outbox ADD COLUMN digest TEXT;`,
  `DROP TABLE entry; DROP TABLE outbox; DROP TABLE disputed_entry;
   CREATE TABLE entry (seq INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
   CREATE TABLE outbox (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     id TEXT NOT NULL UNIQUE,
     operator TEXT NOT NULL,
     sealed BLOB NOT NULL,
     refusal BLOB
   ) STRICT;
   CREATE TABLE disputed_entry (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     moved_at_ms INTEGER NOT NULL,
     seq INTEGER NOT NULL,
     sealed BLOB NOT NULL
   ) STRICT;`,
  `CREATE TABLE draft (
     operator TEXT NOT NULL,
     incident TEXT NOT NULL,
     part TEXT NOT NULL,
     sealed BLOB NOT NULL,
     PRIMARY KEY (operator, incident, part)
   ) STRICT;`,
  `CREATE TABLE provisional_lease (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     lease TEXT NOT NULL,
     operator TEXT NOT NULL,
     sealed BLOB NOT NULL,
     UNIQUE (lease, operator)
   ) STRICT;`,
] as const;
const SEALED_FROM = 4;

let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-console-'));
  file = join(folder, 'console.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const SECRET = '가상의 메모: 뒷문';
const operator = OperatorId.parse('d1');
const noteOf = (id: string, text: string) =>
  ({
    id: CommandId.parse(id),
    issuedAt_ms: 1,
    body: { kind: 'note.add', incidentId: IncidentId.parse('inc-1'), text },
  }) as const;
const waiting = noteOf('cmd-1', SECRET);
const refused = noteOf('cmd-2', `${SECRET} 2`);
const refusal: Refusal = { reason: 'wrong-state', state: 'closed' };
const entries = [1, 2, 3].map((seq) => anEntry(seq));

/** A console database as a program of that version left it: three entries, one more from another record, two commands. */
const write = (version: number): void => {
  const old = new DatabaseSync(file);
  old.exec('PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON;');
  for (const sql of VERSIONS.slice(0, version)) old.exec(sql);
  old.exec(`PRAGMA user_version = ${version}`);
  const seal = aRowSeal();
  const isSealed = version >= SEALED_FROM;
  const kept = (entry: object, seq: number): string | Uint8Array =>
    isSealed ? seal.close(['entry', seq], JSON.stringify(entry)) : JSON.stringify(entry);
  for (const entry of entries) old.prepare('INSERT INTO entry VALUES (?, ?)').run(entry.seq, kept(entry, entry.seq));
  if (version >= 2) old.prepare('INSERT INTO disputed_entry VALUES (1, 7, 3, ?)').run(kept({ text: SECRET }, 3));
  for (const [command, answer] of [[waiting, null] as const, [refused, refusal] as const]) {
    const text = JSON.stringify(command);
    const said = answer === null ? null : JSON.stringify(answer);
    if (isSealed)
      old
        .prepare('INSERT INTO outbox (id, operator, sealed, refusal) VALUES (?, ?, ?, ?)')
        .run(
          command.id,
          operator,
          seal.close(['command', command.id, operator], text),
          said === null ? null : seal.close(['refusal', command.id], said),
        );
    else
      old
        .prepare('INSERT INTO outbox (id, operator, command, refusal) VALUES (?, ?, ?, ?)')
        .run(command.id, operator, text, said);
    if (version === 3)
      old
        .prepare('UPDATE outbox SET digest = ? WHERE id = ?')
        .run(digestOf(JSON.stringify([command.id, operator, text])), command.id);
  }
  old.exec("INSERT INTO meta VALUES ('console', 'console-old')");
  old.close();
};

/** What lies in the folder now, the log of writes and free pages included. */
const raw = (): Buffer => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))));

const expectWhole = (): void => {
  const said: string[] = [];
  const store = openedStore(file, said);
  const journal = createJournal(store, () => 0);
  expect(journal.head()).toBe(3);
  expect(journal.page(0)).toEqual(entries);
  expect(createOutboxStore(store).of(operator)).toEqual([
    { command: waiting, refusal: null },
    { command: refused, refusal },
  ]);
  expect(metaValue(store.db, 'console', () => 'new')).toBe('console-old');
  const disputed = store.db.prepare('SELECT moved_at_ms, seq, sealed FROM disputed_entry').all();
  expect(disputed.map((row) => [row['moved_at_ms'], store.seal.open(['entry', 3], row['sealed'])])).toEqual(
    disputed.length === 0 ? [] : [[7, JSON.stringify({ text: SECRET })]],
  );
  expect(said).toEqual([]);
  expect(raw().includes(SECRET), 'while it is open').toBe(false);
  store.db.close();
  expect(raw().includes(SECRET), 'when it is closed').toBe(false);
};

it.each(VERSIONS.map((_sql, index) => index + 1))(
  'a console database of version %i opens with all that it held, and nothing of it can be read in its bytes',
  (version) => {
    write(version);
    if (version < SEALED_FROM) expect(raw().includes(SECRET), 'it was plain').toBe(true);
    expectWhole();
    expectWhole(); // and again, now that it is of the newest version
  },
);

it('a command that was changed on the disk is named before it is sealed; the file stays as it was', () => {
  write(3);
  const db = new DatabaseSync(file);
  db.exec("UPDATE outbox SET operator = 'd2' WHERE id = 'cmd-2'");
  db.close();
  expect(() => openedStore(file)).toThrow('command 2 in its outbox cannot be read');
  const after = new DatabaseSync(file);
  expect(after.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 3 });
  expect(after.prepare('SELECT count(*) AS n FROM outbox').get()).toMatchObject({ n: 2 });
  after.close();
});

it('an entry that was damaged before the sealing is fetched again, and it is said', () => {
  write(3);
  const db = new DatabaseSync(file);
  db.exec('UPDATE entry SET json = substr(json, 5) WHERE seq = 2');
  db.close();
  const said: string[] = [];
  const store = openedStore(file, said);
  expect(createJournal(store, () => 0).head()).toBe(1);
  expect(createOutboxStore(store).of(operator)).toHaveLength(2);
  expect(said).toEqual(['entries from 2 on were damaged: they are fetched again']);
  store.db.close();
});

it('a damaged file of an older version keeps its commands, sealed', () => {
  write(3);
  // The page that the entries begin on: its number stands in the schema.
  const db = new DatabaseSync(file);
  const page = Number(db.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'entry'").get()?.['rootpage']);
  db.close();
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xff, (page - 1) * 4096, page * 4096));
  const said: string[] = [];
  const store = openedStore(file, said);
  expect(createOutboxStore(store).of(operator)).toHaveLength(2);
  expect(createJournal(store, () => 0).head()).toBe(0);
  expect(said).toEqual(['the database was damaged: the outbox was kept, the record is fetched again']);
  store.db.close();
});
