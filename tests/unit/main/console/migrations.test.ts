import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CommandId, IncidentId, OperatorId } from '../../../../shared/domain/ids.ts';
import { createJournal } from '../../../../main/console/store/journal.ts';
import { metaValue } from '../../../../main/console/store/meta.ts';
import { openConsoleStore } from '../../../../main/console/store/open.ts';
import { createOutboxStore } from '../../../../main/console/store/outbox.ts';
import { anEntry } from '../../../builders/storedEntries.ts';

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
] as const;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jikim-console-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const operator = OperatorId.parse('d1');
const waiting = {
  id: CommandId.parse('cmd-1'),
  issuedAt_ms: 1,
  body: { kind: 'incident.acknowledge', incidentId: IncidentId.parse('inc-1') },
} as const;

it.each(VERSIONS.map((_sql, index) => index + 1))(
  'a console database of version %i opens with all that it held',
  (version) => {
    const file = join(folder, 'console.db');
    const old = new DatabaseSync(file);
    for (const sql of VERSIONS.slice(0, version)) old.exec(sql);
    old.exec(`PRAGMA user_version = ${version}`);
    const insert = old.prepare('INSERT INTO entry VALUES (?, ?)');
    for (const seq of [1, 2, 3]) insert.run(seq, JSON.stringify(anEntry(seq)));
    old
      .prepare('INSERT INTO outbox (id, operator, command) VALUES (?, ?, ?)')
      .run(waiting.id, operator, JSON.stringify(waiting));
    old.exec("INSERT INTO meta VALUES ('console', 'console-old')");
    old.close();

    const opened = openConsoleStore(file);
    if (!opened.ok) throw new Error(opened.error);
    const journal = createJournal(opened.value, () => 0);
    expect(journal.head()).toBe(3);
    expect(journal.page(0)).toEqual([1, 2, 3].map((seq) => anEntry(seq)));
    expect(createOutboxStore(opened.value).of(operator)).toEqual([{ command: waiting, refusal: null }]);
    expect(metaValue(opened.value, 'console', () => 'new')).toBe('console-old');
    opened.value.close();
  },
);
